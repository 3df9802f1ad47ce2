namespace Gateway.Fuzz;

/// <summary>A target's inputs that each run through something no other does, one a line in hexadecimal.</summary>
internal static class CorpusFile
{
    public static byte[][] Read(string folder, string target) => Path.Combine(folder, $"{target}.txt") is var file && File.Exists(file)
        ? [.. File.ReadLines(file).Select(Convert.FromHexString)]
        : [];

    public static void Write(string folder, string target, IEnumerable<byte[]> inputs) =>
        File.WriteAllLines(
            Path.Combine(folder, $"{target}.txt"),
            inputs.Select(input => Convert.ToHexString(input)).Order(StringComparer.Ordinal));
}
