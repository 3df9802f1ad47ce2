using System.Numerics;
using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace Gateway.Fuzz;

/// <summary>
/// Which edges of the instrumented code an input ran through, and how often, in the classes that AFL made customary: once, twice, three
/// times, up to 7, 15, 31, 127 times, more.
/// </summary>
internal sealed unsafe class Coverage : IDisposable
{
    private const int Size = 65_536;

    private readonly byte* map;
    private readonly byte[] seen = new byte[Size];

    public Coverage()
    {
        map = (byte*)NativeMemory.AllocZeroed(Size);
        Trace.SharedMem = map;
    }

    private Span<byte> Map => new(map, Size);

    /// <summary>Edges run through by any input so far.</summary>
    public int EdgeCount => seen.Count(bits => bits != 0);

    public void Begin()
    {
        Map.Clear();
        Trace.PrevLocation = 0;
    }

    /// <summary>The edges of the last input.</summary>
    public IReadOnlyList<int> Edges()
    {
        var edges = new List<int>();
        for (var edge = Map.IndexOfAnyExcept((byte)0); edge >= 0 && edge < Size; edge = Next(edge))
            edges.Add(edge);
        return edges;
    }

    /// <summary>Adds the last input to what was seen.</summary>
    /// <returns>Whether it did something new.</returns>
    public bool IsNew()
    {
        var isNew = false;
        for (var edge = Map.IndexOfAnyExcept((byte)0); edge >= 0 && edge < Size; edge = Next(edge))
        {
            var bit = Class(map[edge]);
            if ((seen[edge] & bit) != 0)
                continue;
            seen[edge] |= bit;
            isNew = true;
        }

        return isNew;
    }

    public void Forget() => seen.AsSpan().Clear();

    public void Dispose()
    {
        Trace.SharedMem = null;
        NativeMemory.Free(map);
    }

    private int Next(int edge) =>
        Map[(edge + 1)..].IndexOfAnyExcept((byte)0) is >= 0 and var further ? edge + 1 + further : Size;

    private static byte Class(byte hits) => hits switch
    {
        < 4 => (byte)(1 << (hits - 1)),
        < 8 => 8,
        _ => (byte)Math.Min(128, 1 << (BitOperations.Log2(hits) + 1)),
    };
}
