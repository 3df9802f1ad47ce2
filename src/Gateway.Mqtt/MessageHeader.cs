using System.Globalization;
using System.Text;

namespace Gateway.Mqtt;

/// <summary>
/// The numbers that go with a message's points, as texts named <c>seq, epoch, count, schema, backfill</c>; see <see cref="DataMessage"/>.
/// </summary>
internal sealed record MessageHeader(ulong Epoch, long Seq, int Count, bool Backfill)
{
    /// <summary>Version of the numbers and the payload.</summary>
    public const string Schema = "1";

    /// <summary>Added to a fault where no number was found at all.</summary>
    public const string NoHeader =
        "; nor does its payload begin with a header: a bridge that connects by MQTT 3.1.1 hears only gateways that do so too";

    private const string Start = "# gateway ";

    /// <summary>What the payload of a message by MQTT 3.1.1 begins with.</summary>
    public static ReadOnlySpan<byte> CommentStart => "# gateway "u8;

    public static MessageHeader Of(DataMessage message) => new(message.Epoch, message.Seq, message.Count, message.Backfill);

    public IReadOnlyList<(string Name, string Value)> Texts() =>
    [
        ("seq", Seq.ToString(CultureInfo.InvariantCulture)),
        ("epoch", AcknowledgementJson.EpochText(Epoch)),
        ("count", Count.ToString(CultureInfo.InvariantCulture)),
        ("schema", Schema),
        ("backfill", Backfill ? "true" : "false"),
    ];

    /// <summary>As a comment of line protocol: <c># gateway seq=41 epoch=00c0ffee00c0ffee count=2 schema=1 backfill=false</c>.</summary>
    public byte[] Comment() =>
        Encoding.UTF8.GetBytes($"{Start}{string.Join(' ', Texts().Select(text => $"{text.Name}={text.Value}"))}\n");

    /// <summary>Reads what <see cref="Comment"/> wrote, without its line feed.</summary>
    public static (MessageHeader? Header, string Fault) ReadComment(ReadOnlySpan<byte> line)
    {
        var words = Encoding.UTF8.GetString(line)[Start.Length..].Split(' ');
        return Read(name => words.FirstOrDefault(word => word.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..]);
    }

    /// <summary>Reads the numbers; what is wrong with them is the other result.</summary>
    /// <param name="find">The text of a name, null when there is none.</param>
    public static (MessageHeader? Header, string Fault) Read(Func<string, string?> find)
    {
        if (find("schema") is var schema && schema != Schema)
        {
            return (null, schema is null ? Missing("schema") : $"its schema '{schema}' is not known here: update the bridge");
        }

        if (Number(find("seq")) is not { } seq)
        {
            return (null, Missing("seq"));
        }

        if (find("epoch") is not { } epochText || AcknowledgementJson.ReadEpoch(epochText) is not { } epoch)
        {
            return (null, Missing("epoch"));
        }

        if (Number(find("count")) is not { } count || count is < 1 or > int.MaxValue || seq > long.MaxValue - count)
        {
            return (null, Missing("count"));
        }

        return (new MessageHeader(epoch, seq, (int)count, find("backfill") == "true"), string.Empty);
    }

    private static string Missing(string name) => $"its property '{name}' is missing or no number in range";

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
