/* Reads holding registers over a serial line with libmodbus (https://libmodbus.org), one request after the other.
   Usage: libmodbus_rtu <device> <baud> <parity N|E|O> <registers> <warm-up requests> <seconds>; prints one JSON object. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <modbus.h>

static double seconds_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + t.tv_nsec / 1e9;
}

static double cpu_us(void)
{
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1e6 + used.ru_utime.tv_usec + used.ru_stime.tv_usec;
}

int main(int argc, char **argv)
{
    if (argc < 7)
        return 2;
    int registers = atoi(argv[4]);
    uint16_t values[MODBUS_MAX_READ_REGISTERS];
    modbus_t *context = modbus_new_rtu(argv[1], atoi(argv[2]), argv[3][0], 8, 1);
    modbus_set_slave(context, 1);
    if (modbus_connect(context) != 0) {
        perror(argv[1]);
        return 1;
    }
    for (int i = 0; i < atoi(argv[5]); i++)
        modbus_read_registers(context, 0, registers, values);

    long requests = 0, failures = 0;
    double cpu = cpu_us(), end = seconds_now() + atof(argv[6]);
    while (seconds_now() < end) {
        requests++;
        failures += modbus_read_registers(context, 0, registers, values) != registers || values[registers - 1] != registers - 1;
    }
    printf("{\"failures\":%ld,\"cpu_us_per_request\":%.1f}\n", failures, (cpu_us() - cpu) / (double)requests);
    modbus_close(context);
    modbus_free(context);
    return 0;
}
