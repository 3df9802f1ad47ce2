using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Gateway.Core;

namespace Gateway.Journal.Tests;

/// <summary>This test program started once more, as a process that writes to a journal until it is killed.</summary>
internal static class ChildWriter
{
    private const string FolderVariable = "GATEWAY_JOURNAL_TEST_FOLDER";

    /// <summary>Starts it. Each line it prints is a sequence number and a payload number that it was told are committed.</summary>
    public static Process Start(string folder)
    {
        var program = Environment.ProcessPath!;
        var isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        var start = new ProcessStartInfo(program, isHost ? [typeof(ChildWriter).Assembly.Location] : [])
        {
            RedirectStandardOutput = true,
            Environment = { [FolderVariable] = folder },
        };
        return Process.Start(start)!;
    }

    [ModuleInitializer]
    internal static void RunIfStartedAsChild()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is { } folder)
        {
            WriteUntilKilled(folder);
        }
    }

    private static void WriteUntilKilled(string folder)
    {
        using var journal = JournalWriter.Open(folder, Entries.Options, Entries.Preamble);
        var random = new Random((int)journal.NextSeq);
        for (var i = 0; i < int.MaxValue;)
        {
            var group = Enumerable.Range(i, random.Next(1, 20))
                .Select(number => (Seq: journal.Append(Entries.Payload(number)), number))
                .ToList();
            if (!journal.Commit().Committed)
            {
                return;
            }

            journal.Cursor.Acknowledge(new SeqRange(group[0].Seq, group[0].Seq));
            group.ForEach(entry => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{entry.Seq} {entry.number}")));
            i += group.Count;
        }
    }
}
