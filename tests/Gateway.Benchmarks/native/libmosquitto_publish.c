/* Publishes at QoS 1 as fast as it goes with libmosquitto, as mosquitto_pub does, with so many messages on their way at a time.
   Usage: libmosquitto_publish <port> <bytes> <in flight> <warm-up, s> <seconds>; prints one JSON object. */
#define _GNU_SOURCE
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <mosquitto.h>

static sem_t window;
static atomic_long receipts;
static atomic_int connected;

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static double cpu_us(void)
{
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1e6 + used.ru_utime.tv_usec + used.ru_stime.tv_usec;
}

static void on_connect(struct mosquitto *client, void *context, int code)
{
    (void)client;
    (void)context;
    connected = code == 0 ? 1 : -1;
}

static void on_publish(struct mosquitto *client, void *context, int id)
{
    (void)client;
    (void)context;
    (void)id;
    receipts++;
    sem_post(&window);
}

int main(int argc, char **argv)
{
    if (argc != 6)
        return 2;
    int port = atoi(argv[1]), bytes = atoi(argv[2]), in_flight = atoi(argv[3]);
    double warm_up = atof(argv[4]), seconds = atof(argv[5]);
    char *payload = malloc(bytes);
    memset(payload, 'x', bytes);
    sem_init(&window, 0, in_flight);
    mosquitto_lib_init();
    struct mosquitto *client = mosquitto_new(NULL, true, NULL);
    mosquitto_int_option(client, MOSQ_OPT_PROTOCOL_VERSION, MQTT_PROTOCOL_V5);
    mosquitto_int_option(client, MOSQ_OPT_SEND_MAXIMUM, in_flight);
    mosquitto_int_option(client, MOSQ_OPT_TCP_NODELAY, 1);
    mosquitto_connect_callback_set(client, on_connect);
    mosquitto_publish_callback_set(client, on_publish);
    if (mosquitto_connect(client, "127.0.0.1", port, 60) != MOSQ_ERR_SUCCESS || mosquitto_loop_start(client) != MOSQ_ERR_SUCCESS)
        return 1;
    while (connected == 0)
        nanosleep(&(struct timespec){ .tv_nsec = 1000000 }, NULL);
    if (connected < 0)
        return 1;
    double begin = now_s() + warm_up, end = begin + seconds, cpu = 0;
    long first = -1;
    for (double now = now_s(); now < end; now = now_s()) {
        if (first < 0 && now >= begin) {
            first = receipts;
            cpu = cpu_us();
        }
        sem_wait(&window);
        if (mosquitto_publish(client, NULL, "gateway/v1/s/g/data", bytes, payload, 1, false) != MOSQ_ERR_SUCCESS)
            return 1;
    }
    long count = receipts - first;
    printf("{\"messages_per_s\":%f,\"cpu_us_per_message\":%f}\n", count / seconds, (cpu_us() - cpu) / count);
    return 0;
}
