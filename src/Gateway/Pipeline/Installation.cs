using Gateway.Configuration;
using Gateway.Core;
using Gateway.Devices;
using Gateway.Emissions;
using Gateway.Energy;
using Gateway.Modbus;

namespace Gateway.Pipeline;

/// <summary>The parts that a configuration asks for, put together: every series has its place in the catalog.</summary>
internal sealed record Installation(
    GatewayOptions Options,
    Catalog Catalog,
    IReadOnlyList<InstalledLink> Links,
    IReadOnlyList<(RetrofitOptions Options, RetrofitSavings Savings)> Retrofits,
    IReadOnlyList<(StackOptions Options, StackLoad Load)> Stacks,
    CalculationSet Calculations,
    ClockSeries Clock)
{
    public static Installation Of(GatewayOptions options) => Of(options, new Catalog(), []);

    /// <summary>
    /// What another configuration makes of this installation: links that are in it as they are here are the very same, and go on; all
    /// others are new. Series that were there before keep their places. The calculations are new and without state.
    /// </summary>
    /// <exception cref="ArgumentException">A calculation cannot be made of what is configured; the message says why.</exception>
    public Installation ChangedTo(GatewayOptions options) => Of(options, new Catalog(Catalog), Links);

    private static Installation Of(GatewayOptions options, Catalog catalog, IReadOnlyList<InstalledLink> before)
    {
        var links = options.Links.Select(Link).ToList();
        var retrofits = options.Retrofits.Select(retrofit => (retrofit, Savings(retrofit, catalog))).ToList();
        var stacks = options.Stacks.Select(stack => (stack, Load(stack, catalog))).ToList();
        ICalculation[] calculations = [.. retrofits.Select(retrofit => retrofit.Item2), .. stacks.Select(stack => stack.Item2)];
        var definitions = retrofits.Select(retrofit => (retrofit.Item2.Name, retrofit.retrofit.Text))
            .Concat(stacks.Select(stack => (stack.Item2.Name, stack.stack.Text)))
            .ToDictionary(StringComparer.Ordinal);
        var clock = new ClockSeries(catalog);
        return new Installation(
            options, catalog, links, retrofits, stacks, new CalculationSet(calculations, definitions, options.Sha256, clock.Step), clock);

        InstalledLink Link(LinkOptions link) =>
            before.FirstOrDefault(known => known.Options.Name == link.Name && known.Options.Text == link.Text)?.TakenOverBy(catalog)
            ?? InstalledLink.Of(link, catalog);
    }

    private static RetrofitSavings Savings(RetrofitOptions retrofit, Catalog catalog) => new(
        retrofit.Definition,
        Index(catalog, retrofit.Power),
        Index(catalog, retrofit.Driver),
        catalog);

    private static StackLoad Load(StackOptions stack, Catalog catalog)
    {
        var nox = stack.Pollutant(PollutantKind.Nox);
        var nmhc = stack.Pollutant(PollutantKind.Nmhc);
        var inputs = new StackInputs
        {
            Velocity = Index(catalog, stack.Gas.Velocity),
            Temperature = Index(catalog, stack.Gas.Temperature),
            StaticPressure = Index(catalog, stack.Gas.StaticPressure),
            BarometricPressure = IndexOrNull(catalog, stack.Gas.BarometricPressure),
            Moisture = IndexOrNull(catalog, stack.Gas.Moisture),
            Oxygen = IndexOrNull(catalog, stack.Gas.Oxygen),
            So2 = IndexOrNull(catalog, stack.Pollutant(PollutantKind.So2)?.Reading),
            Nox = IndexOrNull(catalog, nox?.Reading),
            No = IndexOrNull(catalog, nox?.First),
            No2 = IndexOrNull(catalog, nox?.Second),
            Dust = IndexOrNull(catalog, stack.Pollutant(PollutantKind.Dust)?.Reading),
            Nmhc = IndexOrNull(catalog, nmhc?.Reading),
            TotalHydrocarbons = IndexOrNull(catalog, nmhc?.First),
            Methane = IndexOrNull(catalog, nmhc?.Second),
        };
        return new StackLoad(stack.Definition, inputs, catalog);
    }

    // The configuration was checked against the same profiles, so the series are there.
    private static int Index(Catalog catalog, PointReference point) =>
        catalog.Find(point.SeriesKey) ?? throw new InvalidOperationException($"The catalog lacks {point.SeriesKey}.");

    private static int? IndexOrNull(Catalog catalog, PointReference? point) => point is null ? null : Index(catalog, point);
}

/// <summary>A link with its devices, ready to be polled.</summary>
internal sealed record InstalledLink(LinkOptions Options, IReadOnlyList<InstalledDevice> Devices)
{
    public static InstalledLink Of(LinkOptions options, Catalog catalog) =>
        new(options, [.. options.Devices.Select(device => InstalledDevice.Of(device, options.Cost, catalog))]);

    /// <summary>The link as it is, its series asked for in a catalog that continues its own.</summary>
    public InstalledLink TakenOverBy(Catalog next)
    {
        foreach (var place in Devices.SelectMany(device => device.Series))
        {
            next.Keep(place);
        }

        return this;
    }

    /// <summary>What has passed on its wire.</summary>
    public LinkStatistics Wire { get; } = new();

    /// <summary>The link's part in a trace; null where there is none.</summary>
    public IWireObserver? Observe(PcapngTrace? trace) => trace?.Observe(
        Options.Name, Where, Options.Transport switch
        {
            Transport.Serial serial => serial.Framing,
            Transport.RtuOverTcp => ModbusFraming.Rtu,
            Transport.AsciiOverTcp => ModbusFraming.Ascii,
            _ => ModbusFraming.Mbap,
        });

    private string Where => Options.Transport switch
    {
        Transport.Serial serial => $"{serial.Line.Path}, {serial.Line.BaudRate} Bd",
        Transport.RtuOverTcp tcp => $"RTU over TCP, {tcp.EndPoint.Host}:{tcp.EndPoint.Port}",
        Transport.AsciiOverTcp tcp => $"ASCII over TCP, {tcp.EndPoint.Host}:{tcp.EndPoint.Port}",
        Transport.Tcp tcp => $"Modbus TCP, {tcp.EndPoint.Host}:{tcp.EndPoint.Port}",
        var other => $"{other}",
    };

    /// <summary>A client for the link's wire. Its time is for timeouts, so always real.</summary>
    /// <param name="observer">Sees what passes.</param>
    public IModbusClient Connect(IWireObserver? observer = null) => Options.Transport switch
    {
        Transport.Serial { Framing: ModbusFraming.Ascii } serial =>
            ModbusAsciiClient.OverSerial(serial.Line, Options.Timing, TimeProvider.System, observer),
        Transport.Serial serial => ModbusRtuClient.OverSerial(serial.Line, Options.Timing, TimeProvider.System, observer),
        Transport.RtuOverTcp tcp => ModbusRtuClient.OverTcp(tcp.EndPoint, Options.Timing, TimeProvider.System, observer),
        Transport.AsciiOverTcp tcp => ModbusAsciiClient.OverTcp(tcp.EndPoint, Options.Timing, TimeProvider.System, observer),
        Transport.Tcp { Tls: { } tls } tcp =>
            ModbusTcpClient.OverTls(tcp.EndPoint, tls, Options.Timing, TimeProvider.System, observer, tcp.Pipeline),
        Transport.Tcp tcp => new ModbusTcpClient(tcp.EndPoint, Options.Timing, TimeProvider.System, observer, tcp.Pipeline),
        _ => throw new InvalidOperationException($"No client for {Options.Transport}."),
    };
}

/// <summary>A device and the series it feeds.</summary>
internal sealed record InstalledDevice(DeviceOptions Options, DevicePoller Poller, IReadOnlyList<int> Series)
{
    public static InstalledDevice Of(DeviceOptions options, LinkCost cost, Catalog catalog)
    {
        var poller = new DevicePoller(options.Name, options.Unit, options.Profile, catalog, cost, options.Pause);
        return new InstalledDevice(options, poller, poller.Series);
    }
}
