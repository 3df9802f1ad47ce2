using Gateway.Modbus;
using Gateway.Simulators.Physics;

namespace Gateway.Simulators.Registers;

/// <summary>
/// An ABB ACS580's embedded fieldbus, addressing mode 0: 16-bit control block at 0, 32-bit parameters at 20000 + 200·group + 2·index,
/// low word first. Holding registers, function 03. Addresses without a parameter answer exception 02.
/// </summary>
/// <param name="driveAt">The drive at seconds since 1970-01-01 UTC.</param>
/// <param name="outputKwh">The drive's energy counter, kWh, at seconds since 1970-01-01 UTC.</param>
/// <param name="synchronousRpm">Speed that the drive's actual value is scaled to (46.01), 1/min.</param>
public sealed class Acs580Registers(Func<double, DriveState> driveAt, Func<double, double> outputKwh, double synchronousRpm)
{
    // Ready to switch on, ready to run, operation enabled, OFF2 and OFF3 not active, at setpoint, remote (ABB Drives profile).
    private const ushort Running = 0x0337;
    private const double ActualValueFullScale = 20_000.0;

    /// <summary>Answers a read with the drive's state at an instant.</summary>
    /// <param name="timeS">Seconds since 1970-01-01 UTC.</param>
    /// <param name="request">Checked for count and length.</param>
    /// <param name="destination">Takes the registers.</param>
    /// <param name="change">What faults make of the values; null when they are as measured.</param>
    public ModbusExceptionCode Read(double timeS, ReadRequest request, Span<byte> destination, ValueChange? change = null)
    {
        if (request.Table != ModbusTable.HoldingRegister)
        {
            return ModbusExceptionCode.IllegalFunction;
        }

        var state = driveAt(timeS);
        var kwh = Math.Floor(outputKwh(timeS));
        var window = new RegisterWindow(request, destination, change);
        window.U16(3, Running);
        window.S16(4, state.Motor.SpeedRpm / synchronousRpm * ActualValueFullScale);
        window.S32LowFirst(Parameter(1, 1), state.Motor.SpeedRpm * 100.0);
        window.S32LowFirst(Parameter(1, 6), state.Motor.FrequencyHz * 100.0);
        window.S32LowFirst(Parameter(1, 7), state.Motor.CurrentA * 100.0);
        window.S32LowFirst(Parameter(1, 10), state.Motor.TorquePct * 10.0);
        window.S32LowFirst(Parameter(1, 11), state.DcBusV * 100.0);
        window.S32LowFirst(Parameter(1, 14), state.Motor.InputKw * 100.0);
        window.S32LowFirst(Parameter(1, 19), Math.Floor(kwh / 1000.0) % 1000.0);
        window.S32LowFirst(Parameter(1, 20), kwh % 1000.0);
        return window.Verdict;
    }

    // The manual's reference 420000 + 200·group + 2·index stands for the address 399999 lower.
    private static int Parameter(int group, int index) => 19_999 + (200 * group) + (2 * index);
}
