using System.Buffers;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;

namespace Gateway.Influx;

/// <summary>Lines as a body of known length, compressed or as they are: some proxies refuse a chunked one.</summary>
internal sealed class LineContent : HttpContent
{
    // What cannot be compressed grows by an eighth at most, and a header and a trailer.
    private const int LeastRoom = 1024;

    private readonly ReadOnlyMemory<byte> body;
    private readonly byte[]? rented;

    private LineContent(ReadOnlyMemory<byte> body, byte[]? rented)
    {
        this.body = body;
        this.rented = rented;
        Headers.ContentType = new MediaTypeHeaderValue("text/plain", "utf-8");
        if (rented is not null)
        {
            Headers.ContentEncoding.Add("gzip");
        }
    }

    /// <summary>The lines, compressed where they have <paramref name="gzipFrom"/> bytes or more.</summary>
    public static LineContent Of(ReadOnlyMemory<byte> lines, int? gzipFrom)
    {
        if (lines.Length < (gzipFrom ?? int.MaxValue))
        {
            return new LineContent(lines, null);
        }

        var rented = ArrayPool<byte>.Shared.Rent(lines.Length + (lines.Length / 4) + LeastRoom);
        var packed = new MemoryStream(rented);
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write(lines.Span);
        }

        return new LineContent(rented.AsMemory(0, (int)packed.Position), rented);
    }

    /// <summary>
    /// The server has answered that it has taken all of it, so that its memory may be used again. After any other end the connection may
    /// still be sending from it.
    /// </summary>
    public void Release()
    {
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        stream.WriteAsync(body, cancellationToken).AsTask();

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }
}
