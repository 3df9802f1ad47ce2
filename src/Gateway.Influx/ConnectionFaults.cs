using System.Security.Authentication;

namespace Gateway.Influx;

/// <summary>What it means that there was no answer at all.</summary>
internal static class ConnectionFaults
{
    /// <summary>
    /// Wrong certificates do not mend themselves: somebody has to look. All else may be gone in a moment.
    /// </summary>
    public static WriteVerdict Verdict(Exception fault, InfluxOptions options)
    {
        var cause = fault.GetBaseException();
        var (next, words) = fault is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }
            || Chain(fault).Any(one => one is AuthenticationException)
                ? (WriteNext.FixAccess, $"no TLS with the database: {cause.Message} (check its certificate, its name in 'url', and whose "
                    + $"authority is trusted{(options.TlsCaFile is null ? ": 'tls_ca_file' names another" : $", {options.TlsCaFile}")})")
                : fault is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError }
                    ? (WriteNext.RetryLater, $"no address for '{options.Url.Host}': {cause.Message}")
                    : (WriteNext.RetryLater, fault.Message);
        return new WriteVerdict(next, InfluxReply.OneLine(words, options), null);
    }

    private static IEnumerable<Exception> Chain(Exception? fault)
    {
        for (; fault is not null; fault = fault.InnerException)
        {
            yield return fault;
        }
    }
}
