using System.CommandLine;
using System.Text.Json;
using Dms.Predictive.Cli.Commands;

namespace Dms.Predictive.Cli.Tests;

[Collection("console")]
public sealed class VectorsCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dms-vectors-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Run_Booking_ResultsUnderTheFilesOwnNames()
    {
        (int exit, string output, _) = await Run(
            """
            {"schema":"dms-booking-vector/1",
             "cases":[{"parts":[0.125,2.675],"bookedDelta":"2.80","quantum":"0.01"}]}
            """);
        JsonElement json = JsonDocument.Parse(output).RootElement;
        Assert.Equal((ExitCode.Done, "dms-booking-vector/1"), (exit, json.GetProperty("schema").GetString()));
        JsonElement only = json.GetProperty("results").GetProperty("cases")[0];
        Assert.Equal("""["0.12","2.68"]""", only.GetProperty("booked").GetRawText());
        Assert.Equal("0.01", only.GetProperty("residual").GetString());
        Assert.Equal(1, only.GetProperty("residualOn").GetInt32());
    }

    [Fact]
    public async Task Run_HashChain_FirstHashIsOverSixtyFourZeros()
    {
        (_, string output, _) = await Run(
            """{"schema":"dms-hashchain-vector/1","entries":[{"record":{"b":1,"a":"é"}}]}""");
        JsonElement results = JsonDocument.Parse(output).RootElement.GetProperty("results");
        Assert.Equal("""{"a":"é","b":1}""", results.GetProperty("canonical")[0].GetString());
        byte[] bytes = [.. System.Text.Encoding.UTF8.GetBytes(new string('0', 64) + """{"a":"é","b":1}""")];
        Assert.Equal(
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)),
            results.GetProperty("hash")[0].GetString());
    }

    [Theory]
    [InlineData("""{"schema":"dms-weather/1"}""", "schema-unknown")]
    [InlineData("""{"cases":[]}""", "vector-json")]
    [InlineData("""{"schema":"dms-booking-vector/1","cases":[{"parts":[1]}]}""", "vector-json")]
    [InlineData("""{"schema":"dms-booking-vector/1","cases":[{"parts":[],"bookedDelta":"0","quantum":"1"}]}""",
        "vector-value")]
    [InlineData("""{"schema":"dms-margin-explain/1","formula":"IM=0"}""", "formula-unknown")]
    [InlineData("""{"schema":""", "json")]
    public async Task Run_FileThatCannotBeComputed_RefusedByName(string file, string code)
    {
        (int exit, string output, string error) = await Run(file);
        Assert.Equal((ExitCode.InputRefused, ""), (exit, output));
        Assert.Equal(code, JsonDocument.Parse(error).RootElement.GetProperty("error").GetProperty("code").GetString());
    }

    private async Task<(int Exit, string Output, string Error)> Run(string file)
    {
        string path = Path.Combine(_folder.FullName, "vector.json");
        await File.WriteAllTextAsync(path, file);
        (TextWriter output, TextWriter error) = (Console.Out, Console.Error);
        using StringWriter captured = new();
        using StringWriter complaints = new();
        Console.SetOut(captured);
        Console.SetError(complaints);
        try
        {
            int exit = await CommandHost.RunAsync([VectorsCommand.Create()], ["vectors", "run", path, "--json"]);
            return (exit, captured.ToString(), complaints.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }
}
