using Gateway.Yaml;

namespace Gateway.Devices.Tests;

/// <summary>Profiles written out in tests.</summary>
internal static class ProfileTexts
{
    public const string Head = "name: p\nmanufacturer: M\nmodels: [m]\nmeasurement: meter\nsource: s\n";

    /// <summary>A profile that must be right.</summary>
    public static DeviceProfile Profile(string tail)
    {
        var (profile, faults) = Read(tail);
        Assert.Empty(faults);
        return profile;
    }

    public static (DeviceProfile Profile, IReadOnlyList<YamlFault> Faults) Read(string tail)
    {
        var document = YamlDocument.Parse("p.yaml", Head + tail);
        return (ProfileReader.Read(document.Root), document.Faults);
    }
}
