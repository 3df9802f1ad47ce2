using System.Net;
using Gateway.Devices;
using Gateway.Emissions;
using Gateway.Energy;
using Gateway.Modbus;
using Gateway.Mqtt;
using Gateway.Mqtt.Sparkplug;

namespace Gateway.Configuration;

/// <summary>One installation, as <c>gateway.yaml</c> describes it, checked and resolved.</summary>
/// <param name="Site">Names the plant in topics and series.</param>
/// <param name="Gateway">Names this gateway within the site.</param>
/// <param name="DataFolder">Where journal and history live.</param>
/// <param name="Storage">How the journal is kept.</param>
/// <param name="Links">The wires and what hangs on them.</param>
/// <param name="Retrofits">What savings are computed for.</param>
/// <param name="Stacks">What loads are computed for.</param>
/// <param name="Forward">Where data go; null keeps them on the device.</param>
/// <param name="Http">Where status is served; null serves none.</param>
/// <param name="ModbusServer">Where a PLC or SCADA reads; null serves none.</param>
internal sealed record GatewayOptions(
    string Site,
    string Gateway,
    string DataFolder,
    StorageOptions Storage,
    IReadOnlyList<LinkOptions> Links,
    IReadOnlyList<RetrofitOptions> Retrofits,
    IReadOnlyList<StackOptions> Stacks,
    ForwardOptions? Forward,
    HttpOptions? Http,
    ModbusServerOptions? ModbusServer)
{
    /// <summary>The broker it brings along; null for none.</summary>
    public BrokerServerOptions? BrokerServer { get; init; }

    /// <summary>
    /// False where no time service keeps the machine's clock as far as its kernel knows, but the clock is right all the same, e.g.
    /// in a virtual machine: then no reading is marked for it.
    /// </summary>
    public bool HasNtp { get; init; } = true;

    /// <summary>The files it was read from.</summary>
    public ConfigurationFiles? Files { get; init; }

    /// <summary>The hash of what stood in them, see <see cref="FileContents.Sha256"/>; empty where it is not from files.</summary>
    public string Sha256 { get; init; } = string.Empty;
}

/// <summary>One serial line or TCP endpoint.</summary>
/// <param name="Name">Unique.</param>
/// <param name="Transport">How its bytes travel.</param>
/// <param name="Timing">How long to wait for what.</param>
/// <param name="Devices">What hangs on it.</param>
/// <param name="Place">Where the transport stands in the configuration, as file:line:column.</param>
internal sealed record LinkOptions(
    string Name, Transport Transport, ModbusTiming Timing, IReadOnlyList<DeviceOptions> Devices, string Place)
{
    /// <summary>Most of the link's time that devices may take which do not answer while others do; 0 to 1.</summary>
    public double DeadShare { get; init; } = LinkPoller.DefaultDeadShare;

    /// <summary>All that it was read from, its devices' profiles included: links of one text are one and the same.</summary>
    public string Text { get; init; } = string.Empty;

    /// <summary>What reading costs on it. Several devices at one TCP endpoint are units behind a gateway to a serial line.</summary>
    public LinkCost Cost => Transport switch
    {
        Transport.Serial serial => LinkCost.OfSerial(serial.Line, serial.Framing),
        Transport.Tcp when Devices.Count == 1 => LinkCost.Network,
        _ => LinkCost.DeviceServer,
    };
}

/// <summary>How a link's bytes travel.</summary>
internal abstract record Transport
{
    private Transport()
    {
    }

    /// <summary>Stands in where the configuration names no usable one; a fault was reported.</summary>
    public static Transport None { get; } = new Tcp(new DnsEndPoint("localhost", 1));

    /// <summary>Modbus RTU or ASCII on a serial line.</summary>
    public sealed record Serial(SerialLine Line, ModbusFraming Framing = ModbusFraming.Rtu) : Transport;

    /// <summary>Modbus TCP.</summary>
    /// <param name="EndPoint">Host and port.</param>
    /// <param name="Tls">Certificates of Modbus/TCP Security; null in the clear.</param>
    /// <param name="Pipeline">Requests in flight at most.</param>
    public sealed record Tcp(DnsEndPoint EndPoint, ModbusTls? Tls = null, int Pipeline = 1) : Transport;

    /// <summary>RTU frames through a TCP connection, as serial device servers pass them on.</summary>
    public sealed record RtuOverTcp(DnsEndPoint EndPoint) : Transport;

    /// <summary>ASCII frames through a TCP connection, likewise.</summary>
    public sealed record AsciiOverTcp(DnsEndPoint EndPoint) : Transport;
}

/// <summary>One device on a link.</summary>
/// <param name="Name">Unique in the installation.</param>
/// <param name="Profile">Its type.</param>
/// <param name="Unit">Its address on the link.</param>
/// <param name="Interval">How often it is polled.</param>
/// <param name="Place">Where it stands in the configuration, as file:line:column.</param>
internal sealed record DeviceOptions(string Name, DeviceProfile Profile, byte Unit, TimeSpan Interval, string Place)
{
    /// <summary>Least time between one of its replies and the next request to it; null for the profile's.</summary>
    public TimeSpan? Pause { get; init; }
}

/// <summary>A retrofit whose savings are computed.</summary>
/// <param name="Definition">The baseline and what goes with it.</param>
/// <param name="Power">The power that is metered now.</param>
/// <param name="Driver">What tells the flow.</param>
/// <param name="Place">Where the power stands in the configuration, as file:line:column.</param>
internal sealed record RetrofitOptions(RetrofitDefinition Definition, PointReference Power, PointReference Driver, string Place)
{
    /// <summary>What it was read from: one of another text is another retrofit.</summary>
    public string Text { get; init; } = string.Empty;
}

/// <summary>A stack whose loads are computed.</summary>
internal sealed record StackOptions(StackLoadDefinition Definition, StackGasPoints Gas, IReadOnlyList<PollutantOptions> Pollutants)
{
    /// <summary>What it was read from: one of another text is another stack.</summary>
    public string Text { get; init; } = string.Empty;

    public PollutantOptions? Pollutant(PollutantKind kind) => Pollutants.FirstOrDefault(pollutant => pollutant.Definition.Kind == kind);
}

/// <summary>The broker that data go to.</summary>
/// <param name="Broker">The broker.</param>
/// <param name="Prefix">What the topics begin with.</param>
/// <param name="Place">Where the broker stands in the configuration, as file:line:column.</param>
internal sealed record ForwardOptions(BrokerOptions Broker, string Prefix, string Place)
{
    /// <summary>Most of what is on the way that may be of the backlog, 0 to 1; the rest is kept for the live stream.</summary>
    public double BacklogShare { get; init; } = 0.5;

    /// <summary>Where the live stream goes as Sparkplug B; null where it does not.</summary>
    public SparkplugForward? Sparkplug { get; init; }

    /// <summary>What it was read from, secrets by their hash: with another text the connection is made anew.</summary>
    public string Text { get; init; } = string.Empty;
}

/// <summary>The live stream as Sparkplug B.</summary>
/// <param name="Options">Who this edge node is.</param>
/// <param name="Brokers">In order of preference, at least one.</param>
internal sealed record SparkplugForward(SparkplugOptions Options, IReadOnlyList<BrokerOptions> Brokers);

/// <summary>Where status is served.</summary>
/// <param name="Listen">Address and port; port 0 takes a free one.</param>
/// <param name="Place">Where it stands in the configuration, as file:line:column.</param>
internal sealed record HttpOptions(IPEndPoint Listen, string Place);

/// <summary>The gateway's own MQTT broker.</summary>
/// <param name="Broker">Where it listens, and to whom.</param>
/// <param name="Place">Where it stands in the configuration, as file:line:column.</param>
internal sealed record BrokerServerOptions(EmbeddedBrokerOptions Broker, string Place)
{
    /// <summary>What it was read from, secrets by their hash.</summary>
    public string Text { get; init; } = string.Empty;
}

/// <summary>The gateway's own Modbus TCP server.</summary>
/// <param name="Listen">Address and port; port 0 takes a free one.</param>
/// <param name="Unit">The unit it answers as.</param>
/// <param name="Place">Where it stands in the configuration, as file:line:column.</param>
internal sealed record ModbusServerOptions(IPEndPoint Listen, byte Unit, string Place);
