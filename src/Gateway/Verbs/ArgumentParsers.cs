using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Gateway.Configuration;
using Gateway.Yaml;

namespace Gateway.Verbs;

/// <summary>Reads option values that several verbs take, each with an error that says what is allowed.</summary>
internal static class ArgumentParsers
{
    public static TimeSpan? Duration(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (DurationText.TryParse(text, out var duration) && duration > TimeSpan.Zero)
        {
            return duration;
        }

        result.AddError($"'{text}' is no duration: write a number and a unit, e.g. 30s, 5m, 2h");
        return null;
    }

    public static Func<ArgumentResult, System.Net.DnsEndPoint?> EndPoint(int defaultPort) => result =>
    {
        var text = result.Tokens[0].Value;
        if (EndPointText.TryParse(text, defaultPort, out var endPoint) && endPoint.Port > 0)
        {
            return endPoint;
        }

        result.AddError($"'{text}' is no address: write host or host:port, e.g. 192.168.1.20:{defaultPort}");
        return null;
    };

    /// <summary>Numbers and ranges such as <c>1,3,10-20</c>, in rising order.</summary>
    public static Func<ArgumentResult, IReadOnlyList<int>> Numbers(int least, int greatest) => result =>
    {
        var numbers = new SortedSet<int>();
        foreach (var part in result.Tokens.SelectMany(token => token.Value.Split(',')))
        {
            var ends = part.Split('-');
            if (ends.Length > 2 || !Whole(ends[0], least, greatest, out var first) || !Whole(ends[^1], first, greatest, out var last))
            {
                result.AddError($"'{part}' is neither a number nor a range from {least} to {greatest}: write e.g. 1,3,10-20");
                return [];
            }

            numbers.UnionWith(Enumerable.Range(first, last - first + 1));
        }

        return [.. numbers];
    };

    public static void Require(Option option, int least, int greatest) => option.Validators.Add(result =>
    {
        var text = result.Tokens is [var token, ..] ? token.Value : null;
        if (text is not null && !Whole(text, least, greatest, out _))
        {
            result.AddError($"{option.Name} takes a whole number from {least} to {greatest}, not '{text}'");
        }
    });

    public static bool Whole(string text, int least, int greatest, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least && number <= greatest;
}
