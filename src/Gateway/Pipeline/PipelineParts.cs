namespace Gateway.Pipeline;

/// <summary>Loops that stand and fall together: when one fails, all are stopped, and the failure is the pipeline's.</summary>
internal sealed class PipelineParts(Action stopAll)
{
    private readonly Lock gate = new();
    private Exception? failure;

    /// <summary>Runs a loop; being stopped is its ordinary end.</summary>
    public async Task Run(Func<CancellationToken, Task> loop, CancellationToken stop)
    {
        try
        {
            await loop(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        catch (Exception reason)
        {
            lock (gate)
            {
                failure ??= reason;
            }

            stopAll();
        }
    }

    /// <summary>Runs loops that need each other until one ends or the token stops them; then stops the others.</summary>
    public static async Task TogetherAsync(CancellationToken cancellationToken, params Func<CancellationToken, Task>[] loops)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = loops.Select(loop => loop(ending.Token)).ToArray();
        await Task.WhenAny(running);
        await ending.CancelAsync();
        await Task.WhenAll(running);
    }

    /// <exception cref="Exception">What the first loop failed with.</exception>
    public void ThrowIfFailed()
    {
        if (failure is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }
    }
}
