namespace Gateway.EndToEnd.Tests.Faults;

/// <summary>The files of a dead gateway, and what a bad disk does to them.</summary>
internal static class KeptFiles
{
    /// <summary>Damages what loses nothing: all that was recorded stands elsewhere in the journal.</summary>
    public static void Damage(string dataFolder, Fault fault)
    {
        var random = new Random(fault.Choice);
        switch (fault.Kind)
        {
            case FaultKind.GarbageTail:
                var garbage = new byte[random.Next(1, 5000)];
                random.NextBytes(garbage);
                Append(NewestSegment(dataFolder), garbage);
                break;
            case FaultKind.ZeroTail:
                Append(NewestSegment(dataFolder), new byte[random.Next(1, 50_000)]);
                break;
            case FaultKind.FlippedCursor:
                FlipBit(Files(dataFolder, "cursor*"), random);
                break;
            default:
                FlipBit(Files(dataFolder, "*.db*"), random);
                break;
        }
    }

    private static string NewestSegment(string dataFolder) => Files(dataFolder, "*.seg").Max(StringComparer.Ordinal)!;

    private static string[] Files(string dataFolder, string pattern) =>
        Directory.GetFiles(dataFolder, pattern, SearchOption.AllDirectories);

    private static void Append(string path, byte[] bytes)
    {
        using var file = new FileStream(path, FileMode.Append);
        file.Write(bytes);
    }

    private static void FlipBit(string[] paths, Random random)
    {
        var path = paths[random.Next(paths.Length)];
        var bytes = File.ReadAllBytes(path);
        if (bytes.Length > 0)
        {
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(path, bytes);
        }
    }
}
