/* Writes prepared bodies to a database over one HTTP connection, one after the other, as fast as it answers: what the database takes at
   most from one client. Usage: http_write <port> <path> <warm-up, s> <seconds> <gzipped body>...; prints one JSON object. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

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

static int send_all(int s, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t n = send(s, bytes, length, MSG_NOSIGNAL);
        if (n <= 0)
            return -1;
        bytes += n;
        length -= n;
    }
    return 0;
}

static int answered_204(int s)
{
    char answer[4096];
    size_t length = 0;
    while (length < sizeof answer - 1) {
        ssize_t n = recv(s, answer + length, sizeof answer - 1 - length, 0);
        if (n <= 0)
            return 0;
        length += n;
        answer[length] = 0;
        if (strstr(answer, "\r\n\r\n"))
            return strncmp(answer, "HTTP/1.1 204", 12) == 0;
    }
    return 0;
}

int main(int argc, char **argv)
{
    if (argc < 6)
        return 2;
    int count = argc - 5;
    char **bodies = calloc(count, sizeof *bodies);
    size_t *lengths = calloc(count, sizeof *lengths);
    for (int i = 0; i < count; i++) {
        FILE *file = fopen(argv[5 + i], "rb");
        if (!file)
            return 1;
        fseek(file, 0, SEEK_END);
        lengths[i] = ftell(file);
        rewind(file);
        bodies[i] = malloc(lengths[i]);
        if (fread(bodies[i], 1, lengths[i], file) != lengths[i])
            return 1;
        fclose(file);
    }
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(atoi(argv[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int s = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    if (connect(s, (struct sockaddr *)&to, sizeof to) != 0)
        return 1;
    setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    double begin = now_s() + atof(argv[3]), end = begin + atof(argv[4]), cpu = 0;
    long writes = 0, first = -1;
    for (double now = now_s(); now < end; now = now_s()) {
        if (first < 0 && now >= begin) {
            first = writes;
            cpu = cpu_us();
            begin = now;
        }
        char head[512];
        int length = snprintf(head, sizeof head,
            "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Encoding: gzip\r\nContent-Length: %zu\r\n\r\n", argv[2], lengths[writes % count]);
        if (send_all(s, head, length) != 0 || send_all(s, bodies[writes % count], lengths[writes % count]) != 0 || !answered_204(s))
            return 1;
        writes++;
    }
    printf("{\"writes_per_s\":%f,\"cpu_us_per_write\":%f}\n", (writes - first) / (now_s() - begin), (cpu_us() - cpu) / (writes - first));
    return 0;
}
