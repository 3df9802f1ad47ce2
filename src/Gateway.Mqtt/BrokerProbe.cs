using Gateway.Mqtt.Connections;

namespace Gateway.Mqtt;

/// <summary>Asks a broker once whether it lets us in.</summary>
public static class BrokerProbe
{
    /// <summary>Connects and leaves again; null when the broker accepted, else why not, in one line.</summary>
    /// <param name="options">The broker; <see cref="BrokerOptions.CallTimeout"/> bounds the attempt.</param>
    /// <param name="clientId">The id that would be used.</param>
    /// <param name="timeProvider">For the time limit.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<string?> TryAsync(
        BrokerOptions options, string clientId, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        using var connection = new BrokerConnection(options, timeProvider);
        try
        {
            var fault = await connection.OpenAsync(ClientSetup.Build(options, clientId).Build(), cancellationToken);
            await connection.CloseAsync();
            return fault is null ? null : $"{options} refuses us: {fault.Reason}";
        }
        catch (Exception reason)
        {
            cancellationToken.ThrowIfCancellationRequested();

            // Whatever the library throws, a wrong certificate included, the broker did not let us in.
            return reason.GetBaseException() is OperationCanceledException
                ? $"{options} does not answer within {options.CallTimeout.TotalSeconds:F0} s"
                : $"{options} cannot be reached: {reason.GetBaseException().Message}";
        }
    }
}
