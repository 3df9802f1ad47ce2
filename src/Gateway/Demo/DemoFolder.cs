namespace Gateway.Demo;

/// <summary>Where the demo keeps its journal and history: the folder asked for, or one that goes when the demo ends.</summary>
internal sealed class DemoFolder : IDisposable
{
    private readonly bool isTemporary;

    public DemoFolder(string? asked)
    {
        isTemporary = asked is null;
        Path = asked ?? Directory.CreateTempSubdirectory("gateway-demo-").FullName;
    }

    public string Path { get; }

    public void Dispose()
    {
        if (isTemporary)
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
