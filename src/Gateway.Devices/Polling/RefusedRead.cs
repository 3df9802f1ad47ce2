using Gateway.Modbus;

namespace Gateway.Devices;

/// <summary>
/// Points that a device does not give, while it gives others: they are left out of its polls and tried alone from time to time.
/// </summary>
/// <param name="Request">The read that it refuses.</param>
/// <param name="Points">The names of the points.</param>
/// <param name="Result">How it refuses it.</param>
/// <param name="Since">When that was found out.</param>
public sealed record RefusedRead(ReadRequest Request, IReadOnlyList<string> Points, ReadResult Result, DateTimeOffset Since)
{
    /// <summary>In words, e.g. <c>HoldingRegister 40 (point x) is refused with exception 02 (IllegalDataAddress): …</c>.</summary>
    public string Text
    {
        get
        {
            var what = Request.Count == 1 ? $"{Request.Table} {Request.Address}"
                : $"{Request.Table} {Request.Address} to {Request.Address + Request.Count - 1}";
            var how = Result.Fault == ModbusFault.ExceptionReply
                ? $"is refused with exception {(int)Result.Exception:X2} ({Result.Exception})"
                : "is not answered";
            var which = $"{(Points.Count == 1 ? "point" : "points")} {string.Join(", ", Points)}";
            return $"{what} ({which}) {how}: the others are read without, and it is tried again every few minutes; "
                + "compare the profile with the device's model and firmware";
        }
    }
}
