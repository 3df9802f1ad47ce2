/* Polls Modbus TCP connections on an absolute time grid with libmodbus (https://libmodbus.org), a thread for each connection.
   Usage: libmodbus_tcp <port> <connections> <requests a second on each> <registers> <warm-up, s> <seconds>; prints one JSON object. */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <modbus.h>

static int port, connections, registers, samples_each;
static int64_t period_ns, start_ns, from_ns, until_ns;
static atomic_long requests, failures;
static pthread_barrier_t connected, started;

struct connection {
    pthread_t thread;
    int index, samples;
    int32_t *late_us;
};

static int64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void sleep_until(int64_t ns)
{
    struct timespec when = { .tv_sec = ns / 1000000000, .tv_nsec = ns % 1000000000 };
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &when, NULL) != 0)
        ;
}

static double cpu_us(void)
{
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1e6 + used.ru_utime.tv_usec + used.ru_stime.tv_usec;
}

static void *poll_connection(void *argument)
{
    struct connection *connection = argument;
    uint16_t values[MODBUS_MAX_READ_REGISTERS];
    modbus_t *context = modbus_new_tcp("127.0.0.1", port);
    modbus_set_slave(context, 1);
    if (modbus_connect(context) != 0) {
        perror("connect");
        exit(1);
    }
    pthread_barrier_wait(&connected);
    pthread_barrier_wait(&started);

    int64_t due = start_ns + period_ns * connection->index / connections;
    for (; due < until_ns; due += period_ns) {
        sleep_until(due);
        int64_t late = now_ns() - due;
        int is_good = modbus_read_registers(context, 0, registers, values) == registers && values[registers - 1] == registers - 1;
        if (due < from_ns)
            continue;
        requests++;
        failures += !is_good;
        if (connection->samples < samples_each)
            connection->late_us[connection->samples++] = (int32_t)(late / 1000);
    }
    modbus_close(context);
    modbus_free(context);
    return NULL;
}

static int ascending(const void *a, const void *b)
{
    return *(const int32_t *)a - *(const int32_t *)b;
}

static long resident_kb(void)
{
    long kb = 0;
    char line[256];
    FILE *status = fopen("/proc/self/status", "r");
    while (fgets(line, sizeof line, status))
        sscanf(line, "VmRSS: %ld", &kb);
    fclose(status);
    return kb;
}

int main(int argc, char **argv)
{
    if (argc < 7)
        return 2;
    port = atoi(argv[1]);
    connections = atoi(argv[2]);
    period_ns = 1000000000 / atoi(argv[3]);
    registers = atoi(argv[4]);
    double warm_up = atof(argv[5]), seconds = atof(argv[6]);
    samples_each = (int)(seconds * 1e9 / (double)period_ns) + 2;

    pthread_barrier_init(&connected, NULL, (unsigned)connections + 1);
    pthread_barrier_init(&started, NULL, (unsigned)connections + 1);
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, 64 * 1024);
    struct connection *all = calloc((size_t)connections, sizeof *all);
    for (int i = 0; i < connections; i++) {
        all[i].index = i;
        all[i].late_us = malloc(sizeof(int32_t) * (size_t)samples_each);
        if (pthread_create(&all[i].thread, &attributes, poll_connection, &all[i]) != 0)
            return 1;
    }
    pthread_barrier_wait(&connected);
    start_ns = now_ns() + 500000000;
    from_ns = start_ns + (int64_t)(warm_up * 1e9);
    until_ns = from_ns + (int64_t)(seconds * 1e9);
    pthread_barrier_wait(&started);
    sleep_until(from_ns);
    double cpu = cpu_us();
    sleep_until(until_ns);
    cpu = cpu_us() - cpu;
    long resident = resident_kb();

    int32_t *late_us = malloc(sizeof(int32_t) * (size_t)samples_each * (size_t)connections);
    long count = 0;
    for (int i = 0; i < connections; i++) {
        pthread_join(all[i].thread, NULL);
        memcpy(late_us + count, all[i].late_us, sizeof(int32_t) * (size_t)all[i].samples);
        count += all[i].samples;
    }
    qsort(late_us, (size_t)count, sizeof *late_us, ascending);
    printf("{\"requests_per_s\":%.1f,\"failures\":%ld,\"late_p50_us\":%d,\"late_p99_us\":%d,\"cpu_us_per_request\":%.2f,"
           "\"allocated_bytes_per_request\":0,\"threads\":%d,\"rss_mb\":%.1f}\n",
        (double)requests / seconds, (long)failures, late_us[count / 2], late_us[(long)(0.99 * (double)(count - 1))],
        cpu / (double)requests, connections + 1, (double)resident * 1024 / 1e6);
    return 0;
}
