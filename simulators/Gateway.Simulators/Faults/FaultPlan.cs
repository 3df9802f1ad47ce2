using System.Collections.Concurrent;
using Gateway.Modbus;
using Gateway.Simulators.Registers;

namespace Gateway.Simulators.Faults;

/// <summary>All that goes wrong with one device, as a function of time. Safe to ask from several connections.</summary>
/// <param name="faults">The device's faults.</param>
/// <param name="startS">When the plant started, seconds since 1970-01-01 UTC.</param>
internal sealed class FaultPlan(IReadOnlyList<DeviceFault> faults, double startS)
{
    private const double SecondsPerHour = 3600.0;

    // What a counter stood at when something happened to it: asking for an instant long past is dear.
    private readonly ConcurrentDictionary<(double TimeS, PointPlace Place), double> stoodAt = new();

    /// <summary>What the device answers to a read.</summary>
    /// <param name="registers">What its registers hold while nothing is wrong.</param>
    /// <param name="timeS">Seconds since 1970-01-01 UTC.</param>
    /// <param name="request">The read.</param>
    /// <param name="destination">Takes the registers.</param>
    public Reply Answer(RegisterModel registers, double timeS, ReadRequest request, Span<byte> destination)
    {
        var readS = timeS;
        var trouble = default(WireTrouble);
        foreach (var fault in faults)
        {
            if (Refusal(fault, timeS) is { } refused)
            {
                return refused;
            }

            if (Begin(fault, timeS) is { } beginS)
            {
                readS = ReadAt(fault, readS, beginS);
                trouble = With(trouble, fault);
            }
        }

        return new Reply(registers(readS, request, destination, Change(registers, readS, request)), trouble);
    }

    private Reply? Refusal(DeviceFault fault, double timeS)
    {
        var running = Running(timeS);
        return fault switch
        {
            DeviceFault.Silence when fault.When.Current(running) is not null => Reply.Silent,
            DeviceFault.Refusal refusal when fault.When.Current(running) is not null => new Reply(refusal.Code),
            DeviceFault.PowerLoss loss when fault.When.Latest(running) is { } begin && running < begin + fault.When.Lasting + loss.StartsUp
                => running < begin + fault.When.Lasting ? Reply.Silent : new Reply(ModbusExceptionCode.ServerDeviceBusy),
            _ => null,
        };
    }

    private static double ReadAt(DeviceFault fault, double readS, double beginS) => fault switch
    {
        DeviceFault.Frozen => Math.Min(readS, beginS),
        DeviceFault.Behind behind => readS - behind.By.TotalSeconds,
        _ => readS,
    };

    private static WireTrouble With(WireTrouble trouble, DeviceFault fault) => fault switch
    {
        DeviceFault.Slow slow => trouble with { Delay = trouble.Delay + slow.Delay },
        DeviceFault.WrongUnit wrong => trouble with { Unit = wrong.Unit },
        DeviceFault.BrokenChecksum => trouble with { BreaksChecksum = true },
        DeviceFault.Disconnect => trouble with { HangsUp = true },
        _ => trouble,
    };

    /// <summary>What the faults make of each value, or null when they leave all as they are.</summary>
    private ValueChange? Change(RegisterModel registers, double timeS, ReadRequest request)
    {
        List<(IReadOnlyList<PointPlace> Points, Func<PointPlace, double, double> Change)> changes = [];
        var running = Running(timeS);
        foreach (var fault in faults)
        {
            switch (fault)
            {
                case DeviceFault.Drift drift when fault.When.Current(running) is { } begin:
                    var factor = 1.0 + (drift.PctPerH / 100.0 * (running - begin).TotalSeconds / SecondsPerHour);
                    changes.Add((drift.Points, (_, value) => value * factor));
                    break;
                case DeviceFault.CounterReset reset when fault.When.Latest(running) is { } begin:
                    var resetS = startS + begin.TotalSeconds;
                    changes.Add((reset.Points, (place, value) => value - StoodAt(registers, request.Unit, place, resetS)));
                    break;
                case DeviceFault.PowerLoss loss when loss.Counters.Count > 0:
                    changes.Add((loss.Counters, (place, value) => value - Missed(registers, request.Unit, place, loss, running)));
                    break;
                case DeviceFault.Rollover rollover when fault.When.Latest(running) is not null:
                    changes.Add((rollover.Points, (_, value) => value % rollover.At));
                    break;
            }
        }

        return changes.Count == 0 ? null : (address, value) =>
        {
            foreach (var (points, change) in changes)
            {
                foreach (var place in points.Where(place => place.Table == request.Table && place.Address == address))
                {
                    value = change(place, value);
                }
            }

            return value;
        };
    }

    private double Missed(RegisterModel registers, byte unit, PointPlace counter, DeviceFault.PowerLoss loss, TimeSpan running) =>
        loss.When.Over(running).Sum(begin => StoodAt(registers, unit, counter, startS + (begin + loss.When.Lasting).TotalSeconds)
            - StoodAt(registers, unit, counter, startS + begin.TotalSeconds));

    /// <summary>The counter's value at an instant, as it is without faults.</summary>
    private double StoodAt(RegisterModel registers, byte unit, PointPlace counter, double timeS) =>
        stoodAt.GetOrAdd((timeS, counter), _ =>
        {
            var found = 0.0;
            Span<byte> registersThen = stackalloc byte[ReadRequest.MaxRegisters * 2];
            registers(timeS, new ReadRequest(unit, counter.Table, (ushort)counter.Address, (ushort)counter.Count), registersThen, Note);
            return found;

            double Note(int address, double value)
            {
                found = address == counter.Address ? value : found;
                return value;
            }
        });

    private double? Begin(DeviceFault fault, double timeS) =>
        fault.When.Current(Running(timeS)) is { } begin ? startS + begin.TotalSeconds : null;

    private TimeSpan Running(double timeS) => TimeSpan.FromSeconds(timeS - startS);
}
