using System.Collections.Concurrent;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.TestSupport.Databases;

/// <summary>
/// Each service's SQLite file as its migrations make it, made once in a run of tests and copied for each test: every migration waits for the disk.
/// </summary>
internal static class MigratedFiles
{
    private static readonly ConcurrentDictionary<ServiceSchema, Lazy<byte[]>> Made = new();

    /// <summary>Places the file where there is none yet; what opens it then checks its migrations as ever.</summary>
    public static void PlaceIn(string folder, ServiceSchema schema)
    {
        var file = SqliteDatabase.FileOf(folder, schema.Name);
        if (File.Exists(file))
        {
            return;
        }

        PrivateFiles.CreateFolder(folder);
        using var stream = PrivateFiles.Open(file, FileShare.None);
        stream.Write(Made.GetOrAdd(schema, one => new Lazy<byte[]>(() => Make(one))).Value);
    }

    private static byte[] Make(ServiceSchema schema)
    {
        using var folder = new TestFolder();
        SqliteDatabase.Open(folder.Path, schema, SystemClock.Instance).Dispose();
        return File.ReadAllBytes(SqliteDatabase.FileOf(folder.Path, schema.Name));
    }
}
