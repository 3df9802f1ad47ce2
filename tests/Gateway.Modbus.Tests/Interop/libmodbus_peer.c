/* Speaks Modbus with the library of https://libmodbus.org, as server or client, on the registers of Registers.cs.
   Usage: libmodbus_peer server|client tcp <port> | server|client rtu <device> */
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <modbus.h>

enum { UNIT = 17, COUNT = 1000 };

static modbus_t *open_context(const char *link, const char *where)
{
    modbus_t *context = strcmp(link, "tcp") == 0
        ? modbus_new_tcp("127.0.0.1", atoi(where))
        : modbus_new_rtu(where, 115200, 'N', 8, 2);
    modbus_set_slave(context, UNIT);
    return context;
}

static int serve(modbus_t *context, int is_tcp)
{
    modbus_mapping_t *mapping = modbus_mapping_new(COUNT, COUNT, COUNT, COUNT);
    for (int i = 0; i < COUNT; i++) {
        mapping->tab_bits[i] = (i + 1) % 3 == 0;
        mapping->tab_input_bits[i] = (i + 2) % 3 == 0;
        mapping->tab_registers[i] = 30000 + i;
        mapping->tab_input_registers[i] = 40000 + i;
    }

    uint8_t query[MODBUS_TCP_MAX_ADU_LENGTH];
    int listener = -1;
    if (is_tcp) {
        struct sockaddr_in address;
        socklen_t size = sizeof address;
        listener = modbus_tcp_listen(context, 1);
        getsockname(listener, (struct sockaddr *)&address, &size);
        printf("ready %d\n", ntohs(address.sin_port));
    } else if (modbus_connect(context) == 0) {
        printf("ready 0\n");
    } else {
        return 1;
    }
    fflush(stdout);

    for (;;) {
        if (is_tcp && modbus_tcp_accept(context, &listener) == -1)
            return 1;
        for (;;) {
            int length = modbus_receive(context, query);
            if (length > 0)
                modbus_reply(context, query, length, mapping);
            else if (length == -1 && is_tcp)
                break;
        }
    }
}

static int read_all(modbus_t *context)
{
    uint8_t bits[20];
    uint16_t registers[20];
    if (modbus_connect(context) == -1)
        return 1;
    modbus_set_response_timeout(context, 10, 0);
    for (int table = 1; table <= 4; table++) {
        int got = table == 1 ? modbus_read_bits(context, 10, 20, bits)
            : table == 2 ? modbus_read_input_bits(context, 10, 20, bits)
            : table == 3 ? modbus_read_registers(context, 10, 20, registers)
            : modbus_read_input_registers(context, 10, 20, registers);
        if (got == -1)
            printf("%s", modbus_strerror(errno));
        for (int i = 0; i < got; i++)
            printf(i == 0 ? "%d" : " %d", table <= 2 ? bits[i] : registers[i]);
        printf("\n");
    }
    if (modbus_read_registers(context, 990, 20, registers) == -1)
        printf("refused %d\n", errno - MODBUS_ENOBASE);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc != 4)
        return 2;
    modbus_t *context = open_context(argv[2], argv[3]);
    return strcmp(argv[1], "server") == 0 ? serve(context, strcmp(argv[2], "tcp") == 0) : read_all(context);
}
