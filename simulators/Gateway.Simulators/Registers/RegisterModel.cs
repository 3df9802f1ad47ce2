using Gateway.Modbus;

namespace Gateway.Simulators.Registers;

/// <summary>What a device's registers hold at an instant.</summary>
/// <param name="timeS">Seconds since 1970-01-01 UTC.</param>
/// <param name="request">Checked for count and length.</param>
/// <param name="destination">Takes the registers.</param>
/// <param name="change">What faults make of the values; null when they are as measured.</param>
public delegate ModbusExceptionCode RegisterModel(double timeS, ReadRequest request, Span<byte> destination, ValueChange? change);

/// <summary>What a fault makes of the value at an address, before it is put into registers.</summary>
public delegate double ValueChange(int address, double value);
