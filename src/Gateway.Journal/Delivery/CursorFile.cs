namespace Gateway.Journal;

/// <summary>The file of two slots. A write is synced before the other slot may be overwritten, so one of them is always whole.</summary>
internal sealed class CursorFile(IJournalStorage storage) : IDisposable
{
    private const string Name = "cursor";

    // A disk sector apart, so that no write can tear both.
    private const int SlotDistance = 4096;

    private IJournalFile? file;
    private long generation;

    /// <summary>Reads the newest valid slot; null where there is none, and <paramref name="fault"/> then says what is wrong.</summary>
    public CursorSlot? Read(out string? fault)
    {
        fault = null;
        if (!storage.List().Contains(Name))
        {
            return null;
        }

        file = storage.Open(Name, writable: true);
        var newest = Newest(ReadSlot(0), ReadSlot(1));
        generation = newest?.Generation ?? 0;
        if (newest is null && file.Length > 0)
        {
            fault = "The delivery cursor is damaged: everything that the journal holds is sent again.";
        }

        return newest;
    }

    public void Write(ulong epoch, long position, long closedAt)
    {
        var isNew = file is null;
        file ??= Create();
        var slot = new CursorSlot(generation + 1, epoch, position, closedAt);
        file.WriteAt((slot.Generation & 1) * SlotDistance, slot.ToBytes());
        file.Sync();
        if (isNew)
        {
            storage.SyncFolder();
        }

        // Only now: after a failed write the same slot is tried again and the other one stays whole.
        generation = slot.Generation;
    }

    public void Dispose() => file?.Dispose();

    // Both slots have their place on the disk from the beginning, so that the cursor can be saved when the disk is full.
    private IJournalFile Create()
    {
        var created = storage.Create(Name);
        created.Reserve(2 * SlotDistance);
        return created;
    }

    private static CursorSlot? Newest(CursorSlot? one, CursorSlot? other) =>
        one is null || other?.Generation > one?.Generation ? other : one;

    private CursorSlot? ReadSlot(int index)
    {
        Span<byte> bytes = stackalloc byte[CursorSlot.Length];
        return CursorSlot.Read(bytes[..file!.ReadAt(index * SlotDistance, bytes)]);
    }
}
