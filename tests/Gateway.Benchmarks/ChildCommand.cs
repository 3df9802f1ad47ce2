using System.CommandLine;
using System.Globalization;
using Gateway.Benchmarks.Bridge;
using Gateway.Benchmarks.Decoding;
using Gateway.Benchmarks.Journal;
using Gateway.Benchmarks.Mqtt;
using Gateway.Benchmarks.Serial;
using Gateway.Benchmarks.Tcp;
using Gateway.Journal;

namespace Gateway.Benchmarks;

/// <summary>Our side of a measurement, which the benchmark starts as a process of its own; prints its figures.</summary>
internal static class ChildCommand
{
    public static Command Create() => new("child", "One measurement of ours.")
    {
        Hidden = true,
        Subcommands =
        {
            Child("feed", of => FeedChild.RunAsync(Int(of[0]), Int(of[1]))),
            Child("decode", of => DecodeChild.RunAsync(Int(of[0]))),
            Child("journal-speed", of => JournalChild.SpeedAsync(of[0], Enum.Parse<Durability>(of[1], ignoreCase: true), Int(of[2]))),
            Child("journal-hour", of => JournalChild.HourAsync(of[0], Enum.Parse<Durability>(of[1], ignoreCase: true), Int(of[2]))),
            Child("sqlite-speed", of => SqliteChild.SpeedAsync(of[0], of[1], Int(of[2]))),
            Child("sqlite-hour", of => SqliteChild.HourAsync(of[0], of[1], Int(of[2]))),
            Child("publish", of => PublishChild.RunAsync(Int(of[0]), Int(of[1]), Int(of[2]), Int(of[3]))),
            Child("poller", of => PollerChild.RunAsync(Int(of[0]), new TcpLoad(Int(of[1]), Int(of[2])), Int(of[3]))),
            Child("tcp", of => TcpChild.RunAsync(Int(of[0]), new TcpLoad(Int(of[1]), Int(of[2])), Int(of[3]))),
            Child("serial", of => SerialChild.RunAsync(of[0], Int(of[1]), (ushort)Int(of[2]), Int(of[3]), Int(of[4]))),
        },
    };

    private static Command Child(string name, Func<string[], Task<Figures>> run)
    {
        var values = new Argument<string[]>("VALUE");
        var command = new Command(name) { values };
        command.SetAction(async parsed => Console.WriteLine((await run(parsed.GetValue(values)!)).ToJson()));
        return command;
    }

    private static int Int(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
