using System.CommandLine;
using System.Globalization;

namespace Gateway.EndToEnd.Tests.Faults;

/// <summary>
/// <c>latency --seconds N --outage N</c>: how old a polled value is when the database has it, and how soon after an outage the newest
/// values are there. Prints one JSON object.
/// </summary>
internal static class LatencyCommand
{
    public const string Name = "latency";

    private const double LatencyLimitS = 1.5;
    private const double LiveLimitS = 1.0;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    public static Task<int> RunAsync(string[] arguments)
    {
        var seconds = new Option<int>("--seconds") { Description = "Length of the measurement.", DefaultValueFactory = _ => 60 };
        var outage = new Option<int>("--outage") { Description = "Length of the outage, s.", DefaultValueFactory = _ => 60 };
        var command = new Command(Name, "How old a value is when the database has it, and how soon the newest come after an outage.")
        {
            seconds, outage,
        };
        command.SetAction((parsed, token) => RunAsync(parsed.GetValue(seconds), parsed.GetValue(outage), token));
        return new RootCommand { command }.Parse(arguments).InvokeAsync();
    }

    private static async Task<int> RunAsync(int seconds, int outage, CancellationToken cancellationToken)
    {
        await using var site = await FaultSite.StartAsync(cancellationToken);
        await site.RecordsAsync(10, cancellationToken);
        var ages = await AgesAsync(site, TimeSpan.FromSeconds(seconds), cancellationToken);
        var (live, backlog) = await AfterOutageAsync(site, TimeSpan.FromSeconds(outage), cancellationToken);
        await site.StopDeliveredAsync(cancellationToken);
        var balance = await site.BalanceAsync(cancellationToken);
        var (median, p99) = (ages[ages.Count / 2], ages[(int)(0.99 * (ages.Count - 1))]);
        var isMet = p99 <= LatencyLimitS && live <= LiveLimitS && balance.IsClean;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"values\":{ages.Count},\"age_p50_s\":{median:F3},\"age_p99_s\":{p99:F3},"
            + $"\"outage_s\":{outage},\"backlog_entries\":{backlog},"
            + $"\"live_after_reconnecting_s\":{live:F3},\"lost\":{balance.Lost.Count},\"doubled\":{balance.Doubled.Count},"
            + $"\"targets\":\"p99 <= {LatencyLimitS} s, live <= {LiveLimitS} s\",\"met\":{(isMet ? "true" : "false")}}}"));
        return isMet ? 0 : 1;
    }

    // The plant's clock is this machine's, so a value's time stamp and the moment at which it is seen compare.
    private static async Task<List<double>> AgesAsync(FaultSite site, TimeSpan duration, CancellationToken cancellationToken)
    {
        var ages = new List<double>();
        var end = TimeProvider.System.GetUtcNow() + duration;
        for (var seen = 0L; TimeProvider.System.GetUtcNow() < end;)
        {
            if (await NewestAsync(site, cancellationToken) is var newest && newest > seen)
            {
                if (seen > 0)
                {
                    ages.Add((TimeProvider.System.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(newest)).TotalSeconds);
                }

                seen = newest;
            }

            await Task.Delay(Step, TimeProvider.System, cancellationToken);
        }

        ages.Sort();
        return ages;
    }

    private static async Task<(double LiveS, long Backlog)> AfterOutageAsync(
        FaultSite site, TimeSpan outage, CancellationToken cancellationToken)
    {
        site.GatewayToBroker.Refuses = true;
        site.GatewayToBroker.Reset();
        await Task.Delay(outage, TimeProvider.System, cancellationToken);
        var backlog = (await DeliveryAsync(site, cancellationToken)).GetProperty("backlog_entries").GetInt64();
        site.GatewayToBroker.Heal();
        while (!(await DeliveryAsync(site, cancellationToken)).GetProperty("connected").GetBoolean())
        {
            await Task.Delay(Step, TimeProvider.System, cancellationToken);
        }

        var connected = TimeProvider.System.GetUtcNow();
        while (await NewestAsync(site, cancellationToken) < (connected - TimeSpan.FromSeconds(1)).ToUnixTimeMilliseconds())
        {
            await Task.Delay(Step, TimeProvider.System, cancellationToken);
        }

        return ((TimeProvider.System.GetUtcNow() - connected).TotalSeconds, backlog);
    }

    private static async Task<System.Text.Json.JsonElement> DeliveryAsync(FaultSite site, CancellationToken cancellationToken) =>
        (await site.Page.StatusAsync(cancellationToken))!.Value.GetProperty("delivery");

    private static async Task<long> NewestAsync(FaultSite site, CancellationToken cancellationToken)
    {
        var series = await site.Influx.SeriesAsync(FaultSite.Database, "SELECT last(active_power_kw) FROM meter", cancellationToken);
        return series.Count == 0 ? 0 : series[0].Rows[0][0].GetInt64();
    }
}
