using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using Gateway.Commissioning;
using Gateway.Devices;
using Gateway.Modbus;
using Gateway.Yaml;

namespace Gateway.Verbs;

/// <summary><c>gateway read</c>: one look at a device, by a profile or at plain registers.</summary>
internal static class ReadVerb
{
    private const int MaxUnit = 255;
    private const int UsualBaud = 9600;
    private const string UsualFormat = "8E1";
    private static readonly TimeSpan UsualTimeout = TimeSpan.FromSeconds(1);
    private static readonly LinkArguments Link = new(takesLists: false, "1s");
    private static readonly TraceArguments Trace = new();
    private static readonly Option<string?> ProfilesFolder = ProfileArguments.Folder();
    private static readonly Option<int?> Unit = new("--unit")
    {
        Description = "The device's address, 0 to 255; the profile's usual one or 1 by default.",
    };

    private static readonly Option<string?> Profile = new("--profile")
    {
        Description = "Read all points of this profile, e.g. eastron-sdm630; or of a file, e.g. profiles/mine.yaml.",
    };

    private static readonly Option<string?> Type = new("--type")
    {
        Description = $"What the registers hold: {Names(PointTypes.ByName.Keys)}.",
    };

    private static readonly Option<string?> Order = new("--order")
    {
        Description = $"In which order the bytes stand: {Names(ByteOrders.ByName.Keys)}; ABCD by default.",
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Print JSON." };
    private static readonly Option<TimeSpan?> Every = new("--every")
    {
        Description = "Read again and again, so often, until Ctrl-C.",
        CustomParser = ArgumentParsers.Duration,
    };

    private static readonly Argument<RegisterRange[]> Ranges = new("RANGE")
    {
        Description = "Without a profile: TABLE:ADDRESS[:COUNT], address from 0, e.g. holding:100:10; or as manuals print it, 40101:10.",
        Arity = ArgumentArity.ZeroOrMore,
        CustomParser = ParseRanges,
    };

    public static Command Create()
    {
        var command = new Command("read", "Read a device once, by a profile or as plain registers, and print a table.")
        {
            Ranges, Unit, Profile, ProfilesFolder, Type, Order, Json, Every,
        };
        Link.AddTo(command);
        Trace.AddTo(command);
        ArgumentParsers.Require(Unit, 0, MaxUnit);
        RequireOneOf(Type, PointTypes.ByName.Keys);
        RequireOneOf(Order, ByteOrders.ByName.Keys);
        command.Validators.Add(RequireOneTarget);
        command.SetAction((parsed, stop) => Failures.NameAsync(() => RunAsync(parsed, stop), Console.Error, stop));
        return command;
    }

    private static async Task RunAsync(ParseResult parsed, CancellationToken stop)
    {
        var profile = parsed.GetValue(Profile) is { } name
            ? ProfileArguments.FindUsable(name, parsed.GetValue(ProfilesFolder))
            : null;
        var link = Link.Links(parsed, profile?.Serial?.BaudRate ?? UsualBaud, profile?.Serial?.Format ?? UsualFormat)[0][0];
        var unit = (byte)(parsed.GetValue(Unit) ?? profile?.Serial?.Unit ?? 1);
        await using var trace = Trace.Open(parsed, fault => Console.Error.WriteLine($"gateway: {fault}"));
        await using var client = new RecordingClient(link.Connect(Link.Timing(parsed, UsualTimeout, UsualTimeout), trace));
        var every = parsed.GetValue(Every);
        while (true)
        {
            var readout = await LookAsync(parsed, link, unit, profile, client, stop);
            var failure = client.Answers > 0 ? null : FailureOf(link, client);
            if (failure is null || parsed.GetValue(Json))
            {
                Print(readout, parsed.GetValue(Json));
            }

            if (every is null)
            {
                ThrowIf(failure);
                return;
            }

            if (failure is not null)
            {
                await Console.Error.WriteLineAsync($"gateway: {failure}");
            }

            await Task.Delay(every.Value, TimeProvider.System, stop);
            client.Forget();
        }
    }

    private static async Task<Readout> LookAsync(
        ParseResult parsed, WireLink link, byte unit, DeviceProfile? profile, RecordingClient client, CancellationToken stop)
    {
        var ranges = parsed.GetValue(Ranges)!;
        var type = parsed.GetValue(Type) is { } typeName ? PointTypes.ByName[typeName] : (PointType?)null;
        var order = ByteOrders.ByName[parsed.GetValue(Order)?.ToUpperInvariant() ?? "ABCD"];
        var typed = profile
            ?? DeviceReader.ProfileOf(ranges.Where(range => range.ReadsBits || type is not null), type ?? PointType.U16, order);
        IReadOnlyList<PointReadout> points = typed.Points.Count == 0
            ? []
            : await DeviceReader.ReadAsync(typed, unit, client, TimeProvider.System, stop);
        var registers = new List<RegisterReadout>();
        var readings = new List<Interpretation>();
        foreach (var range in ranges.Where(range => !range.ReadsBits && type is null))
        {
            registers.AddRange(await RegisterReader.ReadAsync(range, unit, client, stop));
            readings.AddRange(RegisterReader.Interpret(range, client));
        }

        return new Readout(link.Text, unit, profile?.Name, TimeProvider.System.GetUtcNow(), points, registers, readings);
    }

    private static void Print(Readout readout, bool asJson) => Console.Out.WriteLine(
        asJson ? JsonSerializer.Serialize(readout, CommissioningJson.Default.Readout) : ReadoutText.Write(readout).TrimEnd('\n'));

    private static void ThrowIf(string? failure)
    {
        if (failure is not null)
        {
            throw new NamedFailure(failure);
        }
    }

    // Nothing was read: why, and what to do.
    private static string? FailureOf(WireLink link, RecordingClient client)
    {
        if (client.LastFailure is not var (request, result))
        {
            return null;
        }

        return result.Fault == ModbusFault.Disconnected ? link.Unreachable(client.LastOpenFailure)
            : ReadVerdict.IsSilence(result) || result.Fault != ModbusFault.ExceptionReply
                ? $"{ReadVerdict.Describe(request, result)}. 'gateway scan' finds the units that answer and how"
                : $"{ReadVerdict.Describe(request, result)}. The device is there but refuses all of it: see whether profile and table are "
                    + "right, and whether the address counts from 0 (a manual's 40001 is holding:0)";
    }

    private static RegisterRange[] ParseRanges(ArgumentResult result)
    {
        var ranges = new List<RegisterRange>();
        foreach (var token in result.Tokens)
        {
            if (RegisterRange.TryParse(token.Value, out var range) is { } fault)
            {
                result.AddError(fault);
            }

            ranges.Add(range);
        }

        return [.. ranges];
    }

    private static void RequireOneTarget(CommandResult result)
    {
        var hasRanges = result.GetResult(Ranges) is { Tokens.Count: > 0 };
        if (hasRanges == (result.GetResult(Profile) is not null))
        {
            result.AddError("say what: give either --profile NAME or at least one RANGE, e.g. holding:100:10");
        }
        else if (!hasRanges && (result.GetResult(Type) is not null || result.GetResult(Order) is not null))
        {
            result.AddError("--type and --order are for plain registers; a profile says both itself");
        }
    }

    private static void RequireOneOf(Option<string?> option, IEnumerable<string> names) => option.Validators.Add(result =>
    {
        var given = result.Tokens is [var token, ..] ? token.Value : null;
        if (given is not null && !names.Contains(given, StringComparer.OrdinalIgnoreCase))
        {
            result.AddError($"{option.Name} does not take '{given}'{Spelling.DidYouMean(given, names)} (allowed: {Names(names)})");
        }
    });

    private static string Names(IEnumerable<string> names) => string.Join(", ", names);
}
