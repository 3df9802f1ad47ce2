using Gateway.Modbus;
using Gateway.Simulators.Physics;

namespace Gateway.Simulators.Registers;

/// <summary>
/// The hydrocarbon monitor's input registers: 32-bit floats, high word first, from address 0; a word of status bits at 16. No real
/// instrument has this map.
/// </summary>
/// <param name="monitor">What measures.</param>
internal sealed class HydrocarbonRegisters(HydrocarbonMonitor monitor)
{
    /// <summary>Answers a read with what the monitor shows at an instant.</summary>
    /// <param name="timeS">Seconds since 1970-01-01 UTC.</param>
    /// <param name="request">Checked for count and length.</param>
    /// <param name="destination">Takes the registers.</param>
    /// <param name="change">What faults make of the values; null when they are as measured.</param>
    public ModbusExceptionCode Read(double timeS, ReadRequest request, Span<byte> destination, ValueChange? change = null)
    {
        if (request.Table != ModbusTable.InputRegister)
        {
            return ModbusExceptionCode.IllegalFunction;
        }

        var shown = monitor.At(timeS);
        var window = new RegisterWindow(request, destination, change);
        window.F32HighFirst(0, shown.TotalPpm);
        window.F32HighFirst(2, shown.MethanePpm);
        window.F32HighFirst(4, shown.O2Pct);
        window.F32HighFirst(6, shown.VelocityMS);
        window.F32HighFirst(8, shown.TemperatureC);
        window.F32HighFirst(10, shown.StaticPressurePa);
        window.F32HighFirst(12, shown.MoisturePct);
        window.F32HighFirst(14, shown.BarometricPa);
        window.U16(16, shown.Status);
        return window.Verdict;
    }
}
