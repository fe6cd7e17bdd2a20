using System.Diagnostics;
using System.Text.Json;

namespace Dms.Predictive.Serving.Tests.Page;

public sealed class LivePageTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    [BrowserFact]
    public async Task LivePage_InABrowser_ShowsTheFiguresOfTheApiReadably()
    {
        using PageHost host = new();
        await host.StartAsync();

        using Process browser = Browse(host, "-");
        JsonElement found = JsonDocument.Parse((await LineAsync(browser))!).RootElement;

        AssertClean(found);
    }

    [BrowserFact(isLong: true)]
    public async Task LivePage_HostKilledAndStartedAgain_GreysOutAndGoesOn()
    {
        using PageHost host = new();
        await host.StartAsync();
        using Process browser = Browse(host, "restart");
        Assert.Equal("READY", await LineAsync(browser));

        host.Kill();
        Assert.Equal("GREY", await LineAsync(browser));
        await host.StartAsync();
        await browser.StandardInput.WriteLineAsync("go on");
        JsonElement found = JsonDocument.Parse((await LineAsync(browser))!).RootElement;

        AssertClean(found);
        Assert.Contains("not live", found.GetProperty("greyed").GetString(), StringComparison.Ordinal);
        Assert.True(found.GetProperty("resumed").GetBoolean());
    }

    private static void AssertClean(JsonElement found)
    {
        foreach (string list in (string[])["consoleErrors", "foreign", "figures", "contrast", "names", "overflow"])
        {
            string[] faults = [.. found.GetProperty(list).EnumerateArray().Select(f => f.GetString()!)];
            Assert.True(faults.Length == 0, $"{list}: {string.Join("; ", faults)}");
        }

        JsonElement roles = found.GetProperty("roles");
        foreach (string one in (string[])["h1", "main", "header", "footer", "live"])
        {
            Assert.Equal(1, roles.GetProperty(one).GetInt32());
        }

        Assert.Equal(4, roles.GetProperty("charts").GetInt32());
        Assert.Equal(4, roles.GetProperty("tables").GetInt32());
        Assert.Equal("skip", roles.GetProperty("firstStop").GetString());
        Assert.True(roles.GetProperty("texts").GetInt32() > 100, "The check of contrast saw too few texts.");
    }

    // Screenshots outlive the test: they are for people to look at.
    private static Process Browse(PageHost host, string mode)
    {
        string shots = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "dms-page-shots")).FullName;
        string[] arguments = [Path.Combine(BrowserFactAttribute.Folder, "browser.js"), host.Address, BrowserFactAttribute.Chromium!, shots, mode];
        return Process.Start(new ProcessStartInfo("node", arguments) { RedirectStandardOutput = true, RedirectStandardInput = true })!;
    }

    private static async Task<string?> LineAsync(Process browser)
    {
        string? line = await browser.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        Assert.True(line is not null, "The browser's script ended early; its error output says why.");
        return line;
    }
}
