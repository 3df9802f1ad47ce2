using System.Globalization;
using Gateway.Commissioning;
using Gateway.Core;
using Gateway.Devices;

namespace Gateway.Library;

/// <summary>What a profile says of one value.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Field">The field it is published as.</param>
/// <param name="Table">Its table.</param>
/// <param name="Address">Zero-based, as on the wire; null in a template.</param>
/// <param name="Reference">The same in the traditional way, counted from 1.</param>
/// <param name="Registers">How many registers it takes; for a bool, bits.</param>
/// <param name="Type">Its type.</param>
/// <param name="ByteOrder">In which order its bytes stand.</param>
/// <param name="Bits">The bits that are the value; null for all.</param>
/// <param name="Scale">Value = raw number x scale + offset.</param>
/// <param name="Offset">Added after scaling.</param>
/// <param name="ScaleFrom">The point that holds a further scale.</param>
/// <param name="ScaleMode">What the number in it means.</param>
/// <param name="Unit">Its unit; empty for a pure number.</param>
/// <param name="Quantity">What it measures.</param>
/// <param name="Min">Smallest plausible value.</param>
/// <param name="Max">Largest plausible value.</param>
/// <param name="IntervalS">How often it is read; null for every poll.</param>
/// <param name="NotAvailable">Raw patterns that stand for "not available".</param>
/// <param name="Values">What the numbers of a coded value mean.</param>
/// <param name="States">What its bits or codes say.</param>
/// <param name="AppliesTo">The points that these speak for.</param>
/// <param name="Screened">By which rules it is judged, a line each.</param>
/// <param name="Note">What a reader should know.</param>
internal sealed record PointSheet(
    string Name,
    string Field,
    string Table,
    int? Address,
    string? Reference,
    int Registers,
    string Type,
    string ByteOrder,
    string? Bits,
    double Scale,
    double Offset,
    string? ScaleFrom,
    string? ScaleMode,
    string Unit,
    string Quantity,
    double? Min,
    double? Max,
    double? IntervalS,
    IReadOnlyList<string> NotAvailable,
    IReadOnlyDictionary<string, string>? Values,
    IReadOnlyList<StateSheet>? States,
    IReadOnlyList<string>? AppliesTo,
    IReadOnlyList<string> Screened,
    string? Note)
{
    public static PointSheet Of(PointProfile point, IReadOnlyList<PointProfile> points) => new(
        point.Name,
        point.Field,
        RegisterReference.NameOf(point.Table),
        point.HasAddress ? point.Address : null,
        point.HasAddress ? RegisterReference.Of(point.Table, point.Address) : null,
        point.Size,
        PointTypes.ByName.First(type => type.Value == point.Type).Key,
        ByteOrders.ByName.First(order => order.Value == point.Order).Key,
        point.Bits is { } bits ? bits.Low == bits.High ? $"{bits.Low}" : $"{bits.Low}-{bits.High}" : null,
        point.Scale,
        point.Offset,
        point.ScaleFrom?.Point,
        point.ScaleFrom is { } source ? ScaleSource.ModeByName.First(mode => mode.Value == source.Mode).Key : null,
        point.Unit,
        point.Quantity,
        point.Min,
        point.Max,
        point.Interval?.TotalSeconds,
        [.. point.NotAvailable.Select(pattern => $"0x{pattern:X}")],
        point.Meanings.Count == 0
            ? null
            : point.Meanings.ToDictionary(value => value.Key.ToString(CultureInfo.InvariantCulture), value => value.Value),
        point.Status is { } status ? StateSheet.Of(status) : null,
        point.Status?.AppliesTo,
        ScreeningText.Describe(point, points),
        point.Note.Length > 0 ? point.Note : null);
}

/// <summary>What one bit or code of a status word says.</summary>
/// <param name="When">The bit or the number, e.g. <c>bit 3</c>, <c>bit 4 = 0</c>, <c>0x3C</c>, <c>other</c>.</param>
/// <param name="Name">What it means.</param>
/// <param name="Quality">What it makes of the points it speaks for; null when it says nothing about their quality.</param>
internal sealed record StateSheet(string When, string Name, string? Quality)
{
    public static IReadOnlyList<StateSheet> Of(StatusMeaning status) =>
    [
        .. status.Bits.Select(bit =>
            new StateSheet($"bit {bit.Bit}{(bit.WhenClear ? " = 0" : string.Empty)}", bit.Name, NameOf(bit.Quality))),
        .. status.Codes is { } codes ? Of(codes) : [],
    ];

    private static IEnumerable<StateSheet> Of(Devices.StatusCodes codes)
    {
        var field = codes.Field == BitRange.All ? string.Empty : $"bits {codes.Field.Low}-{codes.Field.High} = ";
        var named = codes.ByNumber.OrderBy(code => code.Key)
            .Select(code => new StateSheet($"{field}{code.Key}", code.Value.Name, NameOf(code.Value.Quality)));
        return codes.Other is { } other ? named.Append(new StateSheet($"{field}other", other.Name, NameOf(other.Quality))) : named;
    }

    private static string? NameOf(Quality? quality) =>
        quality is null ? null : StatusMeaning.QualityByName.First(known => known.Value == quality).Key;
}
