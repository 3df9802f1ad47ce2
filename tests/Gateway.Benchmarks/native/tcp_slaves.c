/* Any number of Modbus TCP slaves behind one port, each answering after the same delay.
   Usage: tcp_slaves <delay, µs>; prints "ready <port>", serves until its input ends, then prints one JSON object.
   Takes reads of holding or input registers, several at a time on a connection; register n holds n. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { REQUEST = 12, MAX_FILES = 8192, QUEUE = 1 << 14, EVENTS = 256 };

struct owed {
    int64_t due;
    int connection;
    uint8_t request[REQUEST];
};

static struct { int count; uint8_t bytes[16 * REQUEST]; } input[MAX_FILES];
static struct owed queue[QUEUE];
static unsigned first, last;
static long served;
static int64_t delay_ns;
static int timer;

static int64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void set_timer(void)
{
    struct itimerspec when = { 0 };
    if (first != last) {
        int64_t due = queue[first % QUEUE].due;
        when.it_value = (struct timespec){ .tv_sec = due / 1000000000, .tv_nsec = due % 1000000000 };
    }
    timerfd_settime(timer, TFD_TIMER_ABSTIME, &when, NULL);
}

static void answer(const struct owed *owed)
{
    const uint8_t *request = owed->request;
    uint8_t reply[9 + 250];
    int address = request[8] << 8 | request[9], count = request[10] << 8 | request[11], length;
    memcpy(reply, request, 8);
    if ((request[7] != 3 && request[7] != 4) || count < 1 || count > 125) {
        reply[7] |= 0x80;
        reply[8] = 2;
        length = 9;
    } else {
        reply[8] = (uint8_t)(2 * count);
        for (int i = 0; i < count; i++) {
            reply[9 + 2 * i] = (uint8_t)((address + i) >> 8);
            reply[10 + 2 * i] = (uint8_t)(address + i);
        }
        length = 9 + 2 * count;
    }
    reply[4] = 0;
    reply[5] = (uint8_t)(length - 6);
    if (send(owed->connection, reply, (size_t)length, MSG_NOSIGNAL) == length)
        served++;
}

static void answer_due(void)
{
    for (int64_t now = now_ns(); first != last && queue[first % QUEUE].due <= now; first++)
        answer(&queue[first % QUEUE]);
    set_timer();
}

static void hear(int connection)
{
    ssize_t length = read(connection, input[connection].bytes + input[connection].count,
        sizeof input[connection].bytes - (size_t)input[connection].count);
    if (length <= 0) {
        if (length == 0 || errno != EAGAIN)
            close(connection);
        return;
    }
    int was_empty = first == last, used = 0;
    input[connection].count += (int)length;
    for (; input[connection].count - used >= REQUEST && last - first < QUEUE; used += REQUEST) {
        struct owed *owed = &queue[last++ % QUEUE];
        owed->due = now_ns() + delay_ns;
        owed->connection = connection;
        memcpy(owed->request, input[connection].bytes + used, REQUEST);
    }
    input[connection].count -= used;
    memmove(input[connection].bytes, input[connection].bytes + used, (size_t)input[connection].count);
    if (was_empty)
        set_timer();
}

static void watch(int epoll, int file)
{
    struct epoll_event event = { .events = EPOLLIN, .data.fd = file };
    epoll_ctl(epoll, EPOLL_CTL_ADD, file, &event);
}

static int listen_on_any_port(void)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(listener, (struct sockaddr *)&address, size) != 0 || listen(listener, 1024) != 0)
        return -1;
    getsockname(listener, (struct sockaddr *)&address, &size);
    printf("ready %d\n", ntohs(address.sin_port));
    fflush(stdout);
    return listener;
}

static void serve(int listener)
{
    int epoll = epoll_create1(0), one = 1;
    struct epoll_event events[EVENTS];
    uint64_t rest;
    watch(epoll, listener);
    watch(epoll, timer);
    watch(epoll, STDIN_FILENO);
    for (;;) {
        int count = epoll_wait(epoll, events, EVENTS, -1);
        for (int i = 0; i < count; i++) {
            int file = events[i].data.fd;
            if (file == STDIN_FILENO)
                return;
            if (file == timer) {
                if (read(timer, &rest, sizeof rest) == sizeof rest)
                    answer_due();
            } else if (file != listener) {
                hear(file);
            } else if ((file = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0 && file < MAX_FILES) {
                setsockopt(file, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
                input[file].count = 0;
                watch(epoll, file);
            }
        }
    }
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: tcp_slaves <delay, us>\n");
        return 2;
    }
    delay_ns = atoi(argv[1]) * 1000LL;
    struct rlimit files = { 0 };
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    /* A device does not wait for the client's processor: where it may, this runs before all others. */
    struct sched_param before_others = { .sched_priority = 1 };
    sched_setscheduler(0, SCHED_FIFO, &before_others);
    prctl(PR_SET_TIMERSLACK, 1UL);
    timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
    int listener = listen_on_any_port();
    if (listener < 0) {
        perror("listen");
        return 1;
    }
    serve(listener);
    printf("{\"served\":%ld}\n", served);
    return 0;
}
