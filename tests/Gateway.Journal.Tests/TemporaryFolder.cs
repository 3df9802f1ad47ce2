namespace Gateway.Journal.Tests;

/// <summary>A folder on the real disk that is gone afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("gateway-journal-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
