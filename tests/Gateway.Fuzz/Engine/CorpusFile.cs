namespace Gateway.Fuzz;

/// <summary>
/// A target's inputs, one a line in hexadecimal: in one file those that each run through something no other does, in another, which
/// nothing writes but a person, those that once broke an invariant.
/// </summary>
internal static class CorpusFile
{
    public static byte[][] Read(string folder, string target) =>
        [.. new[] { $"{target}.txt", $"{target}.broke.txt" }
            .Select(name => Path.Combine(folder, name))
            .Where(File.Exists)
            .SelectMany(File.ReadLines)
            .Select(Convert.FromHexString)];

    public static void Write(string folder, string target, IEnumerable<byte[]> inputs) =>
        File.WriteAllLines(
            Path.Combine(folder, $"{target}.txt"),
            inputs.Select(input => Convert.ToHexString(input)).Order(StringComparer.Ordinal));
}
