/* Decodes replies with 125 registers of mixed types and orders into doubles with libmodbus (https://libmodbus.org): registers out of the
   reply as modbus_read_registers does it, then its macros and functions by a table of points.
   Usage: libmodbus_decode <seconds>; prints one JSON object. The points and replies are those of DecodeChild.cs. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <modbus.h>

enum { REGISTERS = 125, REPLIES = 64, BATCH = 1000 };

enum type { U16, S16, U32_ABCD, S32_ABCD, F32_ABCD, F32_CDAB, F32_BADC, F32_DCBA };

static const struct { int count; enum type type; double scale; } layout[] = {
    { 15, U16, 0.1 }, { 10, S16, 1 }, { 20, F32_ABCD, 1 }, { 10, F32_CDAB, 1 }, { 5, F32_BADC, 1 }, { 5, F32_DCBA, 1 },
    { 5, U32_ABCD, 0.001 }, { 5, S32_ABCD, 1 },
};

static struct { int address; enum type type; double scale; } points[REGISTERS];
static uint8_t replies[REPLIES][2 * REGISTERS];
static double values[REGISTERS];
static int point_count;

static double cpu_s(void)
{
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return used.ru_utime.tv_sec + used.ru_stime.tv_sec + (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

static void prepare(void)
{
    int address = 0;
    for (size_t row = 0; row < sizeof layout / sizeof *layout; row++)
        for (int i = 0; i < layout[row].count; i++) {
            points[point_count].address = address;
            points[point_count].type = layout[row].type;
            points[point_count++].scale = layout[row].scale;
            address += layout[row].type == U16 || layout[row].type == S16 ? 1 : 2;
        }
    uint32_t random = 1;
    for (int reply = 0; reply < REPLIES; reply++)
        for (int i = 0; i < 2 * REGISTERS; i++) {
            random = random * 1664525 + 1013904223;
            replies[reply][i] = (uint8_t)(((random >> 24) & 0x3F) | 0x10);
        }
}

static double raw(enum type type, const uint16_t *at)
{
    switch (type) {
    case U16: return at[0];
    case S16: return (int16_t)at[0];
    case U32_ABCD: return (uint32_t)MODBUS_GET_INT32_FROM_INT16(at, 0);
    case S32_ABCD: return (int32_t)MODBUS_GET_INT32_FROM_INT16(at, 0);
    case F32_ABCD: return modbus_get_float_abcd(at);
    case F32_CDAB: return modbus_get_float_cdab(at);
    case F32_BADC: return modbus_get_float_badc(at);
    default: return modbus_get_float_dcba(at);
    }
}

static void decode(const uint8_t *reply)
{
    uint16_t registers[REGISTERS];
    for (int i = 0; i < REGISTERS; i++)
        registers[i] = (uint16_t)(reply[2 * i] << 8 | reply[2 * i + 1]);
    for (int i = 0; i < point_count; i++)
        values[i] = raw(points[i].type, registers + points[i].address) * points[i].scale;
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return 2;
    prepare();
    double sum = 0;
    for (int reply = 0; reply < REPLIES; reply++) {
        decode(replies[reply]);
        for (int i = 0; i < point_count; i++)
            sum += values[i];
    }
    long decoded = 0;
    double start = cpu_s(), used;
    do {
        for (int i = 0; i < BATCH; i++)
            decode(replies[i % REPLIES]);
        decoded += BATCH;
    } while ((used = cpu_s() - start) < atof(argv[1]));
    printf("{\"values_per_s\":%.0f,\"registers_per_s\":%.0f,\"allocated_bytes_per_reply\":0,\"sum\":%.17g}\n",
        (double)decoded * point_count / used, (double)decoded * REGISTERS / used, sum);
    return 0;
}
