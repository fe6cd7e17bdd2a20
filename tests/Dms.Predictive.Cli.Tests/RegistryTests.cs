using System.Security.Cryptography;
using System.Text.Json;
using Dms.Predictive.Cli.Registry;
using Dms.Predictive.Core;
using Dms.Predictive.Learning;
using Microsoft.Data.Sqlite;

namespace Dms.Predictive.Cli.Tests;

/// <summary>Rules of the registry on its real store.</summary>
public sealed class RegistryTests : IDisposable
{
    private static readonly Timestamp Noon = Timestamp.Parse("2026-03-02T12:00:00Z");

    private readonly string _models = Directory.CreateTempSubdirectory("dms-registry-").FullName;
    private readonly ECDsa _signer = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private string File => Path.Combine(_models, SqliteRegistryStore.FileName);

    public void Dispose()
    {
        _signer.Dispose();
        Directory.Delete(_models, recursive: true);
    }

    [Fact]
    public void Register_Challenger_IsKnownWithActorTimeAndHistory()
    {
        RegisteredModel made = Register("1.0.0", ModelState.Challenger, 0);

        ModelRegistry again = RegistryWork.Open(_models);
        Assert.Equal(made.Entry, again.Alias("m", ModelState.Challenger)!.Entry);
        Assert.Equal(("ada", Noon, ModelState.Challenger), (made.Actor, made.Since, made.State));
        Assert.Equal([null, ModelState.Candidate, ModelState.Challenger], again.Entries.Select(e => e.To));
        Assert.Null(again.Alias("m", ModelState.Champion));
        Assert.Equal(64, made.ManifestSha256.Length);
    }

    [Fact]
    public void Register_SecondChallenger_FormerStepsBackToCandidate()
    {
        Register("1.0.0", ModelState.Challenger, 0);
        Register("1.1.0", ModelState.Challenger, 1);

        ModelRegistry registry = RegistryWork.Open(_models);
        Assert.Equal("1.1.0", registry.Alias("m", ModelState.Challenger)!.Version);
        Assert.Equal(ModelState.Candidate, registry.Find("m", "1.0.0")!.State);
        Assert.Contains(registry.Entries, e => e.Note == "replaced as challenger by 1.1.0");
    }

    [Fact]
    public void Register_CandidateLater_BecomesChallenger()
    {
        Register("1.0.0", ModelState.Candidate, 0);

        Assert.Equal(ModelState.Challenger, Again("1.0.0", ModelState.Challenger, 1).State);
    }

    [Theory]
    [InlineData(ModelState.Champion)]
    [InlineData(ModelState.Retired)]
    public void Register_StraightToTheTop_PromotionNeededAndNothingWritten(ModelState state)
    {
        Refused("promotion-needed", () => Register("1.0.0", state, 0));
        Assert.False(System.IO.File.Exists(File));
    }

    [Fact]
    public void Register_VersionWithOtherContent_VersionReused()
    {
        Register("1.0.0", ModelState.Candidate, 0);
        Directory.Delete(Path.Combine(_models, "m", "1.0.0"), recursive: true);

        Refused("version-reused", () => Register("1.0.0", ModelState.Challenger, 1, leaf: 0.5));
        Assert.Equal(2, RegistryWork.Open(_models).Entries.Count);
    }

    [Fact]
    public void Register_Twice_AlreadyRegistered()
    {
        Register("1.0.0", ModelState.Challenger, 0);

        Refused("already-registered", () => Again("1.0.0", ModelState.Challenger, 1));
        Refused("already-registered", () => Again("1.0.0", ModelState.Candidate, 1));
    }

    [Fact]
    public void Register_TamperedBundle_HashMismatchAndNothingWritten()
    {
        string folder = Bundle("1.0.0", 0.75);
        System.IO.File.AppendAllText(Path.Combine(folder, "card.md"), "x");

        Refused("hash-mismatch", () => Again("1.0.0", ModelState.Challenger, 0));
        Assert.False(System.IO.File.Exists(File));
    }

    [Fact]
    public void Register_StrangersKey_KeyUntrusted()
    {
        using ECDsa stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string folder = Bundle("1.0.0", 0.75);

        Refused("key-untrusted", () => RegistryWork.Register(
            folder, BundleTrust.Keys([BundleKey.From(stranger)]), ModelState.Challenger, By(0)));
    }

    [Fact]
    public void Register_BundleElsewhere_BundlePlace()
    {
        string folder = Bundle("1.0.0", 0.75), other = Path.Combine(_models, "m", "latest");
        Directory.Move(folder, other);

        Refused("bundle-place", () => RegistryWork.Register(other, BundleTrust.Self(), ModelState.Candidate, By(0)));
    }

    [Theory]
    [InlineData("", "actor")]
    [InlineData("two\nlines", "actor")]
    public void Register_BadActor_Refused(string actor, string code)
    {
        string folder = Bundle("1.0.0", 0.75);

        Refused(code, () => RegistryWork.Register(
            folder, BundleTrust.Self(), ModelState.Candidate, new RegistrySignature(actor, Noon)));
    }

    [Fact]
    public void Register_ClockBehindTheRecord_Refused()
    {
        Register("1.0.0", ModelState.Candidate, 10);

        Refused("registry-clock", () => Register("1.1.0", ModelState.Candidate, 9));
    }

    [Fact]
    public void Append_AfterSomebodyElse_Conflict()
    {
        Register("1.0.0", ModelState.Candidate, 0);
        SqliteRegistryStore store = SqliteRegistryStore.In(_models);

        Refused("registry-conflict", () => store.Append([store.Read()[0]], after: 0));
    }

    [Fact]
    public void Open_FileOfAnotherProgram_Refused()
    {
        System.IO.File.WriteAllText(
            File, "no database, but long enough to be read as one by somebody who does not look");

        Refused("registry-damaged", () => RegistryWork.Open(_models));
    }

    [Fact]
    public void Open_NewerVersion_Refused()
    {
        Register("1.0.0", ModelState.Candidate, 0);
        Sql("PRAGMA user_version = 3");

        Refused("registry-version", () => RegistryWork.Open(_models));
    }

    [Fact]
    public void Store_EntryChangedOrRemoved_SaysNever()
    {
        Register("1.0.0", ModelState.Candidate, 0);

        Assert.Contains("never changed",
            Assert.Throws<SqliteException>(() => Sql("UPDATE entries SET body = '{}'")).Message);
        Assert.Contains("never removed", Assert.Throws<SqliteException>(() => Sql("DELETE FROM entries")).Message);
    }

    [Theory]
    [InlineData("INSERT INTO entries (body, hash, signature) SELECT replace(body, 'candidate', 'champion'), hash, signature FROM entries WHERE sequence = 2")]
    [InlineData("DROP TRIGGER no_update; UPDATE entries SET body = replace(body, 'ada', 'eve') WHERE sequence = 2")]
    [InlineData("DROP TRIGGER no_update; UPDATE entries SET signature = (SELECT signature FROM entries WHERE sequence = 1) WHERE sequence = 2")]
    [InlineData("DROP TRIGGER no_delete; DELETE FROM entries WHERE sequence = 1")]
    [InlineData("DROP TRIGGER no_delete; DELETE FROM entries WHERE sequence = 2")]
    public async Task Open_ForgedEntry_DamagedAndVerifyFails(string sql)
    {
        Register("1.0.0", ModelState.Candidate, 0);
        Register("1.1.0", ModelState.Candidate, 1);
        Sql(sql);

        Refused("registry-damaged", () => RegistryWork.Open(_models));
        CliRun verify = await CliRun.Of("models", "verify", "--models", _models, "--json");
        Assert.Equal(ExitCode.CheckFailed, verify.Exit);
        Assert.StartsWith("registry-damaged", verify.Json.GetProperty("fault").GetString());
    }

    [Fact]
    public void Open_WholeStoryResealedByAnotherKey_OnlyThePinnedKeyTells()
    {
        Register("1.0.0", ModelState.Candidate, 0);
        string head = RegistryWork.Open(_models).Head;
        System.IO.File.Delete(Path.Combine(_models, RegistryKeyFile.FileName));
        System.IO.File.Delete(File);
        Again("1.0.0", ModelState.Candidate, 0);

        Assert.DoesNotContain(head, RegistryWork.Open(_models).Hashes);
    }

    [Fact]
    public void Register_KeyLost_RegistryKeyAndNoNewOneIsMade()
    {
        Register("1.0.0", ModelState.Candidate, 0);
        System.IO.File.Delete(Path.Combine(_models, RegistryKeyFile.FileName));

        Refused("registry-key", () => Register("1.1.0", ModelState.Candidate, 1));
        Assert.False(System.IO.File.Exists(Path.Combine(_models, RegistryKeyFile.FileName)));
    }

    [Fact]
    public void Register_Bundle_LineageComesFromTheManifest()
    {
        ModelLineage lineage = Register("1.0.0", ModelState.Candidate, 0).Lineage;

        Assert.Equal((null, "00", 64), (lineage.Parent, lineage.PackageLockHash, lineage.RecipeHash.Length));
        Assert.Equal("0f", lineage.Data["bars.csv"]);
    }

    [Fact]
    public void Store_Opened_UsesWriteAheadLog()
    {
        Register("1.0.0", ModelState.Candidate, 0);

        Assert.Equal("wal", Sql("PRAGMA journal_mode"));
    }

    [Fact]
    public void Open_FolderWithoutRegistry_IsEmptyAndStaysClean()
    {
        Assert.Empty(RegistryWork.Open(_models).Models);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_models));
        Refused("models-missing", () => RegistryWork.Open(Path.Combine(_models, "none")));
    }

    [Fact]
    public async Task Commands_RegisterListShow_TellTheSameStory()
    {
        string folder = Bundle("1.0.0", 0.75);
        Bundle("1.1.0", 0.5);
        CliRun made = await CliRun.Of(
            "models", "register", "--bundle", folder, "--as", "challenger", "--actor", "ada", "--note", "first",
            "--json");
        CliRun list = await CliRun.Of("models", "list", "--models", _models, "--json");
        CliRun show = await CliRun.Of("models", "show", "--models", _models, "--id", "m", "--json");

        Assert.Equal((0, 0, 0), (made.Exit, list.Exit, show.Exit));
        Assert.Equal("challenger", made.Json.GetProperty("state").GetString());
        Assert.Equal("challenger", list.Json.GetProperty("models")[0].GetProperty("state").GetString());
        Assert.Equal("1.1.0", list.Json.GetProperty("unregistered")[0].GetProperty("version").GetString());
        Assert.True(show.Json.GetProperty("models")[0].GetProperty("sound").GetBoolean());
        Assert.Equal(["first", "first"],
            show.Json.GetProperty("history").EnumerateArray().Select(e => e.GetProperty("note").GetString()));
        Assert.Contains("challenger", (await CliRun.Of("models", "list", "--models", _models)).Output);
    }

    [Fact]
    public async Task Show_BundleChangedAfterwards_CheckFailed()
    {
        string folder = Bundle("1.0.0", 0.75);
        await CliRun.Of("models", "register", "--bundle", folder);
        await System.IO.File.AppendAllTextAsync(Path.Combine(folder, "card.md"), "x");
        CliRun show = await CliRun.Of("models", "show", "--models", _models, "--id", "m", "--json");

        Assert.Equal(ExitCode.CheckFailed, show.Exit);
        Assert.StartsWith("hash-mismatch", show.Json.GetProperty("models")[0].GetProperty("fault").GetString());
    }

    [Theory]
    [InlineData("king", 2, "usage")]
    [InlineData("champion", 3, "promotion-needed")]
    public async Task Register_WrongState_ExitCodeAndCode(string state, int exit, string code)
    {
        CliRun run = await CliRun.Of("models", "register", "--bundle", Bundle("1.0.0", 0.75), "--as", state, "--json");

        Assert.Equal((exit, ""), (run.Exit, run.Output));
        Assert.Equal(code, JsonDocument.Parse(run.Error).RootElement.GetProperty("error").GetProperty("code")
            .GetString());
    }

    private static RegistrySignature By(int minutes) => new("ada", Noon + TimeSpan.FromMinutes(minutes));

    private static void Refused(string code, Action work) =>
        Assert.Equal(code, Assert.Throws<InputRefusedException>(work).Code);

    private RegisteredModel Register(string version, ModelState state, int minutes, double leaf = 0.75)
    {
        Bundle(version, leaf);
        return Again(version, state, minutes);
    }

    private RegisteredModel Again(string version, ModelState state, int minutes) =>
        RegistryWork.Register(Path.Combine(_models, "m", version), BundleTrust.Self(), state, By(minutes));

    private string? Sql(string text)
    {
        using SqliteConnection connection = new($"Data Source={File};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = text;
        return command.ExecuteScalar()?.ToString();
    }

    private string Bundle(string version, double leaf) => StumpBundle.Write(_models, version, leaf, _signer);
}
