using Gateway.Modbus;
using Gateway.Simulators.Physics;

namespace Gateway.Simulators.Registers;

/// <summary>
/// An Eastron SDM630-Modbus: input registers, function 04, every value a 32-bit float with the high word first. Reads keep whole pairs
/// (else exception 02) and at most 60 registers (else exception 03). Within a block of the map, pairs without a value read 0.
/// </summary>
/// <param name="meter">What it measures and counts.</param>
public sealed class Sdm630Registers(DriveMeter meter)
{
    /// <summary>Most registers in one read.</summary>
    public const int MaxRegisters = 60;

    private static readonly (int First, int End)[] Blocks = [(0, 106), (200, 208), (234, 252), (258, 264), (342, 358)];

    /// <summary>Answers a read with what the meter shows at an instant.</summary>
    /// <param name="timeS">Seconds since 1970-01-01 UTC.</param>
    /// <param name="request">Checked for length.</param>
    /// <param name="destination">Takes the registers.</param>
    /// <param name="change">What faults make of the values; null when they are as measured.</param>
    public ModbusExceptionCode Read(double timeS, ReadRequest request, Span<byte> destination, ValueChange? change = null)
    {
        if (Refusal(request) is { } refused)
        {
            return refused;
        }

        destination.Clear();
        var line = meter.LineAt(timeS);
        var window = new RegisterWindow(request, destination, change);
        WritePhases(ref window, line);
        WriteTotals(ref window, line);
        WriteCounters(ref window, timeS);
        WritePhaseCounters(ref window, timeS);
        WriteDemands(ref window, timeS);
        WriteCurrentDemands(ref window, timeS);
        WriteDistortions(ref window, line);
        return ModbusExceptionCode.None;
    }

    private static ModbusExceptionCode? Refusal(ReadRequest request)
    {
        if (request.Table is not (ModbusTable.InputRegister or ModbusTable.HoldingRegister))
        {
            return ModbusExceptionCode.IllegalFunction;
        }

        if (request.Count > MaxRegisters)
        {
            return ModbusExceptionCode.IllegalDataValue;
        }

        // Its holding registers are settings, which are not simulated.
        var pairs = request.Table == ModbusTable.InputRegister && request.Address % 2 == 0 && request.Count % 2 == 0;
        var within = Array.Exists(Blocks, block => request.Address >= block.First && request.Address + request.Count <= block.End);
        return pairs && within ? null : ModbusExceptionCode.IllegalDataAddress;
    }

    private static void WritePhases(ref RegisterWindow window, LineState line)
    {
        WritePhase(ref window, 0, line.L1);
        WritePhase(ref window, 2, line.L2);
        WritePhase(ref window, 4, line.L3);
        window.F32HighFirst(200, LineState.BetweenV(line.L1, line.L2));
        window.F32HighFirst(202, LineState.BetweenV(line.L2, line.L3));
        window.F32HighFirst(204, LineState.BetweenV(line.L3, line.L1));
        window.F32HighFirst(206, (LineState.BetweenV(line.L1, line.L2) + LineState.BetweenV(line.L2, line.L3)
            + LineState.BetweenV(line.L3, line.L1)) / 3.0);
    }

    private static void WritePhase(ref RegisterWindow window, int shift, PhaseState phase)
    {
        window.F32HighFirst(shift, phase.VoltageV);
        window.F32HighFirst(6 + shift, phase.CurrentA);
        window.F32HighFirst(12 + shift, phase.ActiveKw * 1000.0);
        window.F32HighFirst(18 + shift, phase.ApparentKva * 1000.0);
        window.F32HighFirst(24 + shift, phase.ReactiveKvar * 1000.0);
        window.F32HighFirst(30 + shift, phase.PowerFactor);
    }

    private static void WriteTotals(ref RegisterWindow window, LineState line)
    {
        var currentA = line.L1.CurrentA + line.L2.CurrentA + line.L3.CurrentA;
        window.F32HighFirst(42, (line.L1.VoltageV + line.L2.VoltageV + line.L3.VoltageV) / 3.0);
        window.F32HighFirst(46, currentA / 3.0);
        window.F32HighFirst(48, currentA);
        window.F32HighFirst(52, line.ActiveKw * 1000.0);
        window.F32HighFirst(56, line.ApparentKva * 1000.0);
        window.F32HighFirst(60, line.ReactiveKvar * 1000.0);
        window.F32HighFirst(62, line.PowerFactor);
        window.F32HighFirst(70, line.FrequencyHz);
    }

    /// <summary>Nothing flows back through a six-pulse rectifier: the export counters stay at 0 and the totals are the import.</summary>
    private void WriteCounters(ref RegisterWindow window, double timeS)
    {
        if (!window.Touches(72, 80) && !window.Touches(342, 346))
        {
            return;
        }

        var importKwh = meter.ImportKwhAt(timeS);
        var importKvarh = meter.ImportKvarhAt(timeS);
        window.F32HighFirst(72, importKwh);
        window.F32HighFirst(76, importKvarh);
        window.F32HighFirst(342, importKwh);
        window.F32HighFirst(344, importKvarh);
    }

    private void WritePhaseCounters(ref RegisterWindow window, double timeS)
    {
        for (var phase = 0; window.Touches(346, 352) && phase < 3; phase++)
        {
            window.F32HighFirst(346 + (2 * phase), meter.PhaseImportKwhAt(phase, timeS));
        }
    }

    private void WriteDemands(ref RegisterWindow window, double timeS)
    {
        if (!window.Touches(84, 88) && !window.Touches(100, 104))
        {
            return;
        }

        var (activeKw, largestKw) = meter.ActiveDemandAt(timeS);
        var (apparentKva, largestKva) = meter.ApparentDemandAt(timeS);
        window.F32HighFirst(84, activeKw * 1000.0);
        window.F32HighFirst(86, largestKw * 1000.0);
        window.F32HighFirst(100, apparentKva * 1000.0);
        window.F32HighFirst(102, largestKva * 1000.0);
    }

    private void WriteCurrentDemands(ref RegisterWindow window, double timeS)
    {
        for (var phase = 0; window.Touches(258, 264) && phase < 3; phase++)
        {
            window.F32HighFirst(258 + (2 * phase), meter.CurrentDemandAt(phase, timeS));
        }
    }

    private static void WriteDistortions(ref RegisterWindow window, LineState line)
    {
        for (var phase = 0; phase < 3; phase++)
        {
            window.F32HighFirst(234 + (2 * phase), line.VoltageDistortionPct);
            window.F32HighFirst(240 + (2 * phase), line.CurrentDistortionPct);
        }

        window.F32HighFirst(248, line.VoltageDistortionPct);
        window.F32HighFirst(250, line.CurrentDistortionPct);
    }
}
