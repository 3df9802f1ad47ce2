using Gateway.Modbus;

namespace Gateway.Devices;

/// <summary>What cannot be right in a point, each with the key of the profile that is to blame.</summary>
internal static class PointCheck
{
    /// <summary>Whether the point can be read where it stands.</summary>
    public static IEnumerable<(string Key, string Message)> OfPlace(PointProfile point, ReadLimits limits)
    {
        if (point.LastAddress > ushort.MaxValue)
        {
            yield return ("address", $"'{point.Name}' ends at {point.LastAddress}, beyond the last address {ushort.MaxValue}");
        }

        if (point.Size > limits.MaxCount(point.Table))
        {
            yield return ("type", $"'{point.Name}' takes {point.Size} registers, more than max_registers allows in one read");
        }

        if (point.Address % limits.Alignment != 0 || point.Size % limits.Alignment != 0)
        {
            yield return ("address", $"'{point.Name}' does not begin and end at a multiple of {limits.Alignment}, as alignment asks");
        }

        if (!limits.AllowsOneRead(point.Address, point.LastAddress))
        {
            yield return ("address", $"'{point.Name}' lies in a hole or across a split");
        }
    }

    /// <summary>Whether what the point says of its value goes together.</summary>
    public static IEnumerable<(string Key, string Message)> OfValue(PointProfile point)
    {
        if ((point.Type == PointType.Bool) != (point.Table is ModbusTable.Coil or ModbusTable.DiscreteInput))
        {
            yield return ("type", "bool belongs to the tables coil and discrete, every other type to holding and input");
        }

        if (point.Scale == 0)
        {
            yield return ("scale", "a scale of 0 would make every value 0");
        }

        var isAsSent = point is { Scale: 1, Offset: 0, ScaleFrom: null, Type: not (PointType.F32 or PointType.F64) };
        if (point.Meanings.Count > 0 && !isAsSent)
        {
            yield return ("values", "a coded value is a whole number as it is sent: without scale, offset and scale_from, and no float");
        }

        if (point.Min > point.Max)
        {
            yield return ("min", "min is above max");
        }

        foreach (var fault in OfStatus(point))
        {
            yield return fault;
        }
    }

    private static IEnumerable<(string Key, string Message)> OfStatus(PointProfile point)
    {
        if (point.Status is { Bits.Count: > 0 } && point.Type is not (PointType.Bits16 or PointType.Bits32 or PointType.Bool))
        {
            yield return ("bits", "a status word with bits has the type bits16, bits32 or bool");
        }

        if (point.Status?.Codes is not null && point.Type is not (PointType.Bits16 or PointType.Bits32 or PointType.U16 or PointType.U32))
        {
            yield return ("codes", "a status word with codes has the type bits16, bits32, uint16 or uint32");
        }

        if (point.Status is { Bits.Count: > 0 } && point.Bits is not null)
        {
            yield return ("bits", "a status word with bits has all of them: leave out bit and bit_field");
        }

        if (point.Status is not null && point.Interval is not null)
        {
            yield return ("interval", "a status word has no interval, because it is read in every poll");
        }
    }
}
