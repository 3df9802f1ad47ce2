using Gateway.Mqtt.Connections;

namespace Gateway.Mqtt;

/// <summary>Asks a broker once whether it lets us in.</summary>
public static class BrokerProbe
{
    /// <summary>Connects and leaves again; null when a broker accepted, else why each did not, in one line.</summary>
    /// <param name="options">The brokers; <see cref="BrokerOptions.CallTimeout"/> bounds each attempt.</param>
    /// <param name="clientId">The id that would be used.</param>
    /// <param name="timeProvider">For the time limit.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<string?> TryAsync(
        BrokerOptions options, string clientId, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        foreach (var broker in options.InOrder)
        {
            if (await TryOneAsync(broker, clientId, timeProvider, cancellationToken) is not { } fault)
            {
                return null;
            }

            faults.Add(fault);
        }

        return string.Join("; ", faults);
    }

    private static async Task<string?> TryOneAsync(
        BrokerOptions broker, string clientId, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        using var connection = new BrokerConnection(broker, timeProvider);
        using var setup = new ClientSetup(broker, clientId);
        try
        {
            var fault = await connection.OpenAsync(setup.Build(), cancellationToken);
            await connection.CloseAsync();
            return fault is null ? null : $"{broker} refuses us: {fault.Reason}";
        }
        catch (Exception reason)
        {
            cancellationToken.ThrowIfCancellationRequested();

            // Whatever the library throws, a wrong certificate included, the broker did not let us in.
            return reason.GetBaseException() is OperationCanceledException
                ? $"{broker} does not answer within {broker.CallTimeout.TotalSeconds:F0} s"
                : $"{broker} cannot be reached: {setup.Explain(reason).Reason}";
        }
    }
}
