using System.Globalization;
using Dms.Predictive.Core;
using Dms.Predictive.Learning;
using Microsoft.Data.Sqlite;

namespace Dms.Predictive.Cli.Registry;

/// <summary>A registry in one SQLite file beside the models: write-ahead log, every commit flushed to disk.</summary>
/// <param name="path">The file; made by the first append, never by reading.</param>
internal sealed class SqliteRegistryStore(string path) : IRegistryStore
{
    private const int Version = 2;
    private const int NotADatabase = 26;
    private const int Corrupt = 11;

    /// <summary>Name of the file in a folder of models.</summary>
    public const string FileName = "registry.db";

    /// <summary>The store of a folder of models.</summary>
    public static SqliteRegistryStore In(string models) => new(Path.Combine(models, FileName));

    /// <inheritdoc/>
    public IReadOnlyList<SealedEntry> Read()
    {
        if (!File.Exists(path))
        {
            return [];
        }

        return Guarded(() =>
        {
            using SqliteConnection connection = Open(SqliteOpenMode.ReadWrite);
            RefuseVersion(connection);
            return Rows(connection);
        });
    }

    /// <inheritdoc/>
    public void Append(IReadOnlyList<SealedEntry> entries, int after)
    {
        ArgumentNullException.ThrowIfNull(entries);
        _ = Guarded(() =>
        {
            using SqliteConnection connection = Open(SqliteOpenMode.ReadWriteCreate);
            Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
            using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
            CreateOnce(connection);
            RefuseVersion(connection);
            long found = Scalar(connection, "SELECT count(*) FROM entries");
            if (found != after)
            {
                throw new InputRefusedException(
                    "registry-conflict", $"The registry has {found} entries; {after} were read. Somebody else wrote meanwhile: run the command again.", path);
            }

            foreach (SealedEntry entry in entries)
            {
                Insert(connection, entry);
            }

            transaction.Commit();
            return true;
        });
    }

    private static void CreateOnce(SqliteConnection connection)
    {
        if (Scalar(connection, "PRAGMA user_version") == 0
            && Scalar(connection, "SELECT count(*) FROM sqlite_master") == 0)
        {
            Execute(connection, $"""
                CREATE TABLE entries (
                    sequence INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT NOT NULL, hash TEXT NOT NULL, signature TEXT NOT NULL);
                CREATE TRIGGER no_update BEFORE UPDATE ON entries BEGIN SELECT raise(ABORT, 'entries are never changed'); END;
                CREATE TRIGGER no_delete BEFORE DELETE ON entries BEGIN SELECT raise(ABORT, 'entries are never removed'); END;
                PRAGMA user_version = {Version};
                """);
        }
    }

    private void RefuseVersion(SqliteConnection connection)
    {
        long found = Scalar(connection, "PRAGMA user_version");
        if (found != Version)
        {
            throw new InputRefusedException(
                "registry-version", $"The registry has version {found}; this program reads {Version}. Use the program that wrote it, or move the file away and register the versions again.", path);
        }
    }

    private static List<SealedEntry> Rows(SqliteConnection connection)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT body, hash, signature FROM entries ORDER BY sequence";
        using SqliteDataReader row = command.ExecuteReader();
        List<SealedEntry> entries = [];
        while (row.Read())
        {
            entries.Add(new SealedEntry(row.GetString(0), row.GetString(1), row.GetString(2)));
        }

        return entries;
    }

    private static void Insert(SqliteConnection connection, SealedEntry entry)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "INSERT INTO entries (body, hash, signature) VALUES ($body, $hash, $signature)";
        command.Parameters.AddWithValue("$body", entry.Body);
        command.Parameters.AddWithValue("$hash", entry.Hash);
        command.Parameters.AddWithValue("$signature", entry.Signature);
        command.ExecuteNonQuery();
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static long Scalar(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    // No pool: the file must be free for a copy as soon as the command ends.
    private SqliteConnection Open(SqliteOpenMode mode)
    {
        SqliteConnection connection = new(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private T Guarded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException e) when (e.SqliteErrorCode is NotADatabase or Corrupt)
        {
            throw Damaged(e.Message, e);
        }
        catch (SqliteException e)
        {
            throw new IOException(
                $"The registry '{path}' cannot be used ({e.Message}). Try again when nobody else writes, or check "
                + "the folder.", e);
        }
    }

    private InputRefusedException Damaged(string what, Exception? cause) => new(
        "registry-damaged", $"The registry cannot be read: {what}. Restore it from a copy.", path, cause);
}
