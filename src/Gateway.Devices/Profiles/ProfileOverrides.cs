using Gateway.Modbus;
using Gateway.Yaml;

namespace Gateway.Devices;

/// <summary>
/// Reads what one device does differently from its profile, in its entry of the configuration: <c>only</c> or <c>skip</c>,
/// <c>byte_order</c>, <c>address_offset</c>, <c>max_registers</c>, and under <c>points</c> the profile's own keys.
/// </summary>
public static class ProfileOverrides
{
    /// <summary>The profile as it is for this device. What makes no sound profile becomes a fault of the entry.</summary>
    /// <param name="device">The device's entry.</param>
    /// <param name="profile">The profile that it names.</param>
    public static DeviceProfile Apply(YamlMap device, DeviceProfile profile)
    {
        var moved = Move(device, WithOrder(device, profile));
        var limited = Limit(device, moved);
        var changed = PointOverrides.Apply(device, limited);
        var chosen = PointChoice.Apply(device, changed);
        RequireOneNameEach(device, chosen);
        return chosen;
    }

    private static DeviceProfile WithOrder(YamlMap device, DeviceProfile profile)
    {
        var order = device.Choice("byte_order", ByteOrders.ByName, profile.Order);
        return profile with
        {
            Order = order,
            Points = [.. profile.Points.Select(point => point.Order == profile.Order ? point with { Order = order } : point)],
            Texts = [.. profile.Texts.Select(text =>
                text.Type is not null && text.Order == profile.Order ? text with { Order = order } : text)],
        };
    }

    // The holes and splits were counted from the same base as the points.
    private static DeviceProfile Move(YamlMap device, DeviceProfile profile)
    {
        var offset = device.Integer("address_offset", -ushort.MaxValue, ushort.MaxValue, 0);
        var extents = profile.Points.Select(point => (point.Name, First: (int)point.Address, Last: point.LastAddress))
            .Concat(profile.Texts.Select(text => (text.Name, First: (int)text.Address, Last: text.Address + text.Size - 1)));
        var outside = extents.FirstOrDefault(extent => extent.First + offset < 0 || extent.Last + offset > ushort.MaxValue);
        if (outside.Name is not null)
        {
            device.Fault("address_offset", $"it would move '{outside.Name}' from {outside.First} to {outside.First + offset}: "
                + $"addresses go from 0 to {ushort.MaxValue}");
            return profile;
        }

        return offset == 0 ? profile : profile with
        {
            Points = [.. profile.Points.Select(point => point with { Address = (ushort)(point.Address + offset) })],
            Texts = [.. profile.Texts.Select(text => text with { Address = (ushort)(text.Address + offset) })],
            Limits = profile.Limits with
            {
                Holes = [.. profile.Limits.Holes.Select(hole => new AddressRange(hole.First + offset, hole.Last + offset))],
                Splits = [.. profile.Limits.Splits.Select(split => split + offset)],
            },
        };
    }

    private static DeviceProfile Limit(YamlMap device, DeviceProfile profile)
    {
        var most = device.Integer("max_registers", 1, ReadRequest.MaxRegisters, profile.Limits.MaxRegisters);
        var limits = profile.Limits with { MaxRegisters = most };
        var largestText = profile.Texts.MaxBy(text => text.Size);
        if (largestText?.Size > most && device.IsSound("max_registers"))
        {
            device.Fault(
                "max_registers", $"'{largestText.Name}' takes {largestText.Size} registers, more than max_registers allows in one read");
        }

        // What is wrong with the place of one point is mostly wrong with many: one line is enough.
        foreach (var (key, message) in profile.Points.SelectMany(point => PointCheck.OfPlace(point, limits)).Take(1))
        {
            var blamed = key == "address" ? "address_offset" : "max_registers";
            if (device.IsSound(blamed))
            {
                device.Fault(blamed, message);
            }
        }

        return profile with { Limits = limits };
    }

    private static void RequireOneNameEach(YamlMap device, DeviceProfile profile)
    {
        foreach (var same in profile.Points.GroupBy(point => point.Field, StringComparer.Ordinal).Where(same => same.Count() > 1))
        {
            var names = string.Join(" and ", same.Select(point => $"'{point.Name}'"));
            device.Fault("points", $"{names} would both be published as {same.Key}: leave one out with 'skip', or give it another unit");
        }

        var intervals = profile.Points.Select(point => point.Interval).Distinct().Count();
        if (intervals > ProfileReader.MaxIntervals)
        {
            device.Fault("points", $"the points have more than {ProfileReader.MaxIntervals} different intervals: use fewer");
        }
    }
}
