/* An emulated serial line with one Modbus RTU slave at its end, behind a pseudo-terminal.
   Usage: serial_line <baud> <bits per character> <slave turnaround, µs> [warm-up requests]
   Prints "ready <device>", serves until its input ends, then prints one JSON object. Warm-up requests are served at 921,600 baud and not counted.

   A pseudo-terminal passes bytes at once. Here a request is on the line for as long as its characters take, counted from the moment it was
   written; the slave waits out the silence that ends the frame (t3.5) and its turnaround, and its reply arrives character by character.
   The silence before each request is what the line sees: from the end of the reply's last stop bit to the request. It is seen
   some ten microseconds late, when this program wakes up, so a silence that is short by less passes. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum { REQUEST = 8, MAX_REGISTERS = 125, MAX_REPLY = 5 + 2 * MAX_REGISTERS, MAX_SAMPLES = 1 << 20 };

static int baud, bits;
static int64_t character_ns, silence_ns, turnaround_ns;
static uint8_t request[REQUEST], reply[MAX_REPLY];
static int received, reply_length, delivered;
static int64_t request_end, reply_start, line_free;
static long requests, violations, collisions, damaged, warm_up;
static int64_t first_start, last_start, limit_ns, limit_before_last;
static int32_t silences_us[MAX_SAMPLES], late_us[MAX_SAMPLES];
static long silence_count, late_count;

static int64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void set_speed(int bits_per_second)
{
    character_ns = bits * 1000000000LL / bits_per_second;
    silence_ns = bits_per_second > 19200 ? 1750000 : character_ns * 7 / 2;
}

static uint16_t crc16(const uint8_t *bytes, int length)
{
    uint16_t crc = 0xFFFF;
    for (int i = 0; i < length; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc & 1 ? (crc >> 1) ^ 0xA001 : crc >> 1;
    }
    return crc;
}

/* Register n holds n. */
static void build_reply(void)
{
    int address = request[2] << 8 | request[3], count = request[4] << 8 | request[5];
    reply[0] = request[0];
    reply[1] = request[1];
    if ((request[1] != 3 && request[1] != 4) || count < 1 || count > MAX_REGISTERS) {
        reply[1] |= 0x80;
        reply[2] = 2;
        reply_length = 3;
    } else {
        reply[2] = (uint8_t)(2 * count);
        for (int i = 0; i < count; i++) {
            reply[3 + 2 * i] = (uint8_t)((address + i) >> 8);
            reply[4 + 2 * i] = (uint8_t)(address + i);
        }
        reply_length = 3 + 2 * count;
    }
    uint16_t crc = crc16(reply, reply_length);
    reply[reply_length++] = (uint8_t)crc;
    reply[reply_length++] = (uint8_t)(crc >> 8);
    delivered = 0;
}

static void begin_request(int64_t now)
{
    request_end = now;
    if (warm_up > 0) {
        warm_up--;
        return;
    }
    set_speed(baud);
    if (requests++ == 0) {
        first_start = now;
        limit_ns = 0;
    } else {
        int64_t silence = now - line_free;
        violations += silence < silence_ns;
        if (silence_count < MAX_SAMPLES)
            silences_us[silence_count++] = (int32_t)(silence / 1000);
    }
    last_start = now;
    limit_before_last = limit_ns;
}

/* What came in, with the line's own time of it. */
static void hear(const uint8_t *bytes, int length, int64_t now)
{
    if (reply_length > 0) {
        collisions++;
        return;
    }
    if (received > 0 && now > request_end + silence_ns) {
        damaged++;
        received = 0;
    }
    if (received == 0)
        begin_request(now);
    if (now > request_end)
        request_end = now;
    request_end += length * character_ns;
    if (received + length > REQUEST) {
        damaged++;
        received = 0;
        return;
    }
    memcpy(request + received, bytes, (size_t)length);
    received += length;
    if (received < REQUEST)
        return;
    received = 0;
    line_free = request_end;
    if (crc16(request, REQUEST) != 0) {
        damaged++;
        return;
    }
    build_reply();
    reply_start = request_end + silence_ns + turnaround_ns;
    line_free = reply_start + reply_length * character_ns;
    limit_ns += (REQUEST + reply_length) * character_ns + 2 * silence_ns + turnaround_ns;
}

/* Hands over the characters whose stop bit has passed. */
static void deliver(int master, int64_t now)
{
    int due = (int)((now - reply_start) / character_ns);
    if (due > reply_length)
        due = reply_length;
    if (due <= delivered)
        return;
    if (write(master, reply + delivered, (size_t)(due - delivered)) != due - delivered)
        exit(1);
    if (late_count < MAX_SAMPLES)
        late_us[late_count++] = (int32_t)((now_ns() - reply_start - due * character_ns) / 1000);
    delivered = due;
    if (delivered == reply_length)
        reply_length = 0;
}

static int ascending(const void *a, const void *b)
{
    return *(const int32_t *)a - *(const int32_t *)b;
}

static int32_t percentile(int32_t *samples, long count, double share)
{
    qsort(samples, (size_t)count, sizeof *samples, ascending);
    return count == 0 ? 0 : samples[(long)(share * (double)(count - 1))];
}

static int open_line(void)
{
    int master = posix_openpt(O_RDWR | O_NOCTTY);
    if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0)
        return -1;
    /* Held open, so that the line lives on while the program under test closes and opens it again. */
    int slave = open(ptsname(master), O_RDWR | O_NOCTTY);
    struct termios settings;
    if (slave < 0 || tcgetattr(slave, &settings) != 0)
        return -1;
    cfmakeraw(&settings);
    return tcsetattr(slave, TCSANOW, &settings) == 0 ? master : -1;
}

static void serve(int master)
{
    uint8_t bytes[512];
    for (;;) {
        struct pollfd ends[] = { { .fd = master, .events = POLLIN }, { .fd = STDIN_FILENO, .events = POLLIN } };
        struct timespec wait, *timeout = NULL;
        if (reply_length > 0) {
            int64_t left = reply_start + (delivered + 1) * character_ns - now_ns();
            left = left < 0 ? 0 : left;
            wait = (struct timespec){ .tv_sec = left / 1000000000, .tv_nsec = left % 1000000000 };
            timeout = &wait;
        }
        if (ppoll(ends, 2, timeout, NULL) < 0 && errno != EINTR)
            exit(1);
        int64_t now = now_ns();
        if (ends[0].revents & POLLIN) {
            ssize_t length = read(master, bytes, sizeof bytes);
            if (length > 0)
                hear(bytes, (int)length, now);
        }
        if (reply_length > 0)
            deliver(master, now_ns());
        if (ends[1].revents != 0 && read(STDIN_FILENO, bytes, sizeof bytes) <= 0)
            return;
    }
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fprintf(stderr, "usage: serial_line <baud> <bits per character> <slave turnaround, us> [warm-up requests]\n");
        return 2;
    }
    baud = atoi(argv[1]);
    bits = atoi(argv[2]);
    turnaround_ns = atoi(argv[3]) * 1000LL;
    warm_up = argc > 4 ? atoi(argv[4]) : 0;
    set_speed(warm_up > 0 ? 921600 : baud);
    /* A line does not wait for a busy processor: where it may, this runs before all others. */
    struct sched_param first = { .sched_priority = 1 };
    sched_setscheduler(0, SCHED_FIFO, &first);
    prctl(PR_SET_TIMERSLACK, 1UL);
    int master = open_line();
    if (master < 0) {
        perror("pseudo-terminal");
        return 1;
    }
    printf("ready %s\n", ptsname(master));
    fflush(stdout);
    serve(master);
    double elapsed = (double)(last_start - first_start);
    printf("{\"requests\":%ld,\"utilisation\":%.4f,\"silence_violations\":%ld,\"collisions\":%ld,\"damaged\":%ld,"
           "\"silence_required_us\":%ld,\"silence_min_us\":%d,\"silence_p50_us\":%d,\"line_late_p99_us\":%d}\n",
        requests, elapsed > 0 ? (double)limit_before_last / elapsed : 0, violations, collisions, damaged, (long)(silence_ns / 1000),
        percentile(silences_us, silence_count, 0), percentile(silences_us, silence_count, 0.5), percentile(late_us, late_count, 0.99));
    return 0;
}
