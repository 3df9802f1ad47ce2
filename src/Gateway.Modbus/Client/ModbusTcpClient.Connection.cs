namespace Gateway.Modbus;

/// <summary>The connection's life: opened, received from, timed out, broken.</summary>
public sealed partial class ModbusTcpClient
{
    /// <summary>Opens the connection if need be; whoever waited for an attempt that failed shares its failure.</summary>
    private async ValueTask<bool> OpenAsync(CancellationToken cancellationToken)
    {
        if (isOpen)
            return true;

        var attemptsSeen = Volatile.Read(ref openAttempts);
        await opening.WaitAsync(cancellationToken);
        try
        {
            if (isOpen || openAttempts != attemptsSeen)
                return isOpen;
            // What reads from the old connection must be over before there is a new one.
            await receiving.WaitAsync(cancellationToken);
            if (!await ConnectAsync(cancellationToken))
                return false;
            receiving = ReceiveAsync(connection);
            return true;
        }
        finally
        {
            opening.Release();
        }
    }

    private async ValueTask<bool> ConnectAsync(CancellationToken cancellationToken)
    {
        try
        {
            await channel.OpenAsync(connecting.Start(timing.ConnectTimeout, cancellationToken));
            lock (gate)
            {
                (isOpen, LastOpenFailure) = (!isDisposed, null);
                (outgoingCount, sentOnConnection, timeouts) = (0, 0, 0);
                hadReply = false;
                connection++;
            }
        }
        catch (Exception e) when (LinkFailure.Covers(e) || e is OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            LastOpenFailure = OpenFailure.Describe(e, timing);
            openAttempts++;
        }
        finally
        {
            connecting.Stop();
        }

        if (isDisposed)
            channel.Close();
        return isOpen;
    }

    /// <summary>Receives as long as the connection lives; so one that the device closes is known at once, and nobody has to ask.</summary>
    private async Task ReceiveAsync(int connection)
    {
        try
        {
            while (true)
            {
                var length = await channel.ReadAsync(stream.Free, 1, CancellationToken.None);
                lock (gate)
                    stream.Append(length);
                TakeReplies();
            }
        }
        catch (Exception e) when (LinkFailure.Covers(e))
        {
            lock (gate)
            {
                stream.Clear();
                if (!hadReply && isOpen && connection == this.connection)
                    LastOpenFailure = e.Message;
            }
        }

        Break(connection);
    }

    /// <summary>Gives each whole frame to the read that it answers.</summary>
    private void TakeReplies()
    {
        while (true)
        {
            TcpExchange? exchange;
            Mbap header;
            ReadOnlySpan<byte> pdu;
            lock (gate)
            {
                var isTaken = stream.TryTake(out header, out pdu);
                if (stream.ThrewAway || stream.IsLost || (stream.HeldBack is { } held && IsForeign(held)))
                    MarkForeign();
                if (!isTaken)
                    return;

                exchange = TakeAnswered(header);
            }

            if (exchange is not null)
                End(exchange, exchange.Judge(header, pdu));
        }
    }

    private TcpExchange? TakeAnswered(Mbap header)
    {
        foreach (var exchange in exchanges)
        {
            if (exchange.State != TcpExchangeState.Waiting || exchange.TransactionId != header.TransactionId)
                continue;
            exchange.State = TcpExchangeState.Ending;
            (timeouts, hadReply) = (0, true);
            StopTimerWhenIdle();
            if (timing.Turnaround > TimeSpan.Zero)
                lastReply = time.GetTimestamp();
            return exchange;
        }

        if (IsForeign(header))
            MarkForeign();
        return null;
    }

    private bool IsForeign(Mbap header)
    {
        var requestsBack = (ushort)(transactionId - header.TransactionId);
        return requestsBack >= sentOnConnection || requestsBack > LateWindow;
    }

    /// <summary>What came answers nobody: a read that ends without a reply has seen an invalid one.</summary>
    private void MarkForeign()
    {
        foreach (var exchange in exchanges)
            exchange.SawForeign = true;
    }

    /// <summary>One timer for all reads in flight.</summary>
    private void SetTimer(long now, long due)
    {
        timerDue = due;
        timer.Change(WholeMilliseconds.AtLeast(time.GetElapsedTime(now, due)), Timeout.InfiniteTimeSpan);
    }

    /// <summary>Setting a timer costs a fraction of a microsecond; letting it strike for nothing wakes two threads.</summary>
    private void StopTimerWhenIdle()
    {
        foreach (var exchange in exchanges)
        {
            if (exchange.State == TcpExchangeState.Waiting)
                return;
        }

        timerDue = 0;
        timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Ends the reads whose time is up.</summary>
    private void Expire()
    {
        var isDead = false;
        int current;
        lock (gate)
        {
            current = connection;
            if (isDisposed)
                return;

            var now = time.GetTimestamp();
            var next = long.MaxValue;
            foreach (var exchange in exchanges)
            {
                if (exchange.State != TcpExchangeState.Waiting)
                    continue;
                if (exchange.Deadline > now)
                {
                    next = Math.Min(next, exchange.Deadline);
                    continue;
                }

                exchange.State = TcpExchangeState.Expired;
                isDead |= isSendStuck || ++timeouts >= ClientLink.TimeoutsBeforeReopening * exchanges.Length;
            }

            timerDue = 0;
            if (next != long.MaxValue)
                SetTimer(now, next);
        }

        if (isDead)
            Break(current);
        foreach (var exchange in exchanges)
        {
            if (Take(exchange, TcpExchangeState.Expired))
                End(exchange, ReadResult.Failed(exchange.SawForeign ? ModbusFault.InvalidReply : ModbusFault.Timeout));
        }
    }

    /// <summary>Closes the connection and ends all that waits on it.</summary>
    private void Break(int connection)
    {
        lock (gate)
        {
            if (!isOpen || connection != this.connection)
                return;
            isOpen = false;
            // Now, not after the closing: by then there may be a new connection with reads of its own.
            foreach (var exchange in exchanges)
            {
                if (exchange.State == TcpExchangeState.Waiting)
                    exchange.State = TcpExchangeState.CutOff;
            }
        }

        channel.Close();
        foreach (var exchange in exchanges)
        {
            if (Take(exchange, TcpExchangeState.CutOff))
                End(exchange, ReadResult.Failed(ModbusFault.Disconnected));
        }
    }
}
