using System.Buffers.Text;
using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Dms.Predictive.Serving;

namespace Dms.Predictive.Cli.Commands;

/// <summary><c>dms serve keys new</c>: makes an API key and the entry that lets it in.</summary>
public static class ServeKeysCommand
{
    private const int KeyBytes = 32;
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Builds the command tree.</summary>
    public static Command Create()
    {
        Option<string[]> role = new("--role") { Description = string.Join(", ", Roles.All) + ".", Required = true, AllowMultipleArgumentsPerToken = true };
        Option<string[]> account = new("--account") { Description = "Account in the key's scope, or * for all; may repeat.", AllowMultipleArgumentsPerToken = true };
        Option<string> id = new("--id") { Description = "Name of the key in logs and records.", DefaultValueFactory = _ => "key-1" };
        Option<string?> config = new("--config") { Description = "Configuration file that takes the entry; made when it is not there. Then only the key is printed." };
        Option<bool> json = new("--json") { Description = "One JSON document on standard output." };
        Command create = new("new",
            "Make a key, shown once; the configuration holds only its digest.\nExample: dms serve keys new --role risk-engine --account A-1 --id risk-1 --config out/host.json")
        {
            role, account, id, config, json,
        };
        create.SetAction(parsed => Run(
            new ApiKeyOptions
            {
                Id = parsed.GetValue(id)!,
                Roles = [.. parsed.GetValue(role)!],
                Accounts = [.. parsed.GetValue(account) ?? []],
            },
            parsed.GetValue(config), parsed.GetValue(json)));
        return new Command("keys", "Keys of the host.") { create };
    }

    private static int Run(ApiKeyOptions entry, string? config, bool json)
    {
        if (entry.Roles.FirstOrDefault(r => !Roles.All.Contains(r)) is string unknown)
        {
            throw new UsageException($"There is no role '{unknown}'; there are {string.Join(", ", Roles.All)}.", "--role");
        }

        string key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));
        entry.Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        object shown = new { entry.Id, entry.Sha256, entry.Roles, entry.Accounts };
        if (config is not null)
        {
            KeyFile.Add(config, entry);
        }

        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(new { key, entry = shown }));
        }
        else if (config is not null)
        {
            Console.Out.WriteLine(key);
            Console.Error.WriteLine($"The key is shown once, above. {config} now lets it in as '{entry.Id}'.");
        }
        else
        {
            Console.Out.WriteLine($"Key, shown once: {key}");
            Console.Out.WriteLine("Entry for Dms:Auth:ApiKeys:");
            Console.Out.WriteLine(JsonSerializer.Serialize(shown, Readable));
        }

        return ExitCode.Done;
    }
}
