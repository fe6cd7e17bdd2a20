using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Dms.Predictive.Core;
using Dms.Predictive.Explanation;
using Spectre.Console;

namespace Dms.Predictive.Cli.Commands;

/// <summary>Runs <c>dms trees explain</c>.</summary>
internal static class TreesExplain
{
    // Two gigabytes of matrix per row would be no answer anyone reads.
    private const int MostFeaturesForInteractions = 4096;

    /// <summary>Explains every row, then prints; nothing is printed when a row fails.</summary>
    /// <returns>A value of <see cref="ExitCode"/>.</returns>
    public static int Run(TreesExplainRequest request)
    {
        TreesVectorFile file = TreesVectorFile.Read(File.ReadAllBytes(request.Vector.FullName));
        if (request.Interactions && file.Forest.FeatureNames.Count > MostFeaturesForInteractions)
        {
            throw new InputRefusedException("too-many-features",
                $"Interactions are given for at most {MostFeaturesForInteractions} features.", "model.numFeatures");
        }

        try
        {
            IAttributor attributor = AttributorFor(request.Mode, file);
            Explained[] rows = [.. file.Rows.Select(row => Explain(attributor, row, request.Interactions))];
            Print(request, attributor, rows);
            return ExitCode.Done;
        }
        catch (AdditivityBreachException e)
        {
            var error = new { code = "additivity", message = e.Message, where = "rows" };
            Console.Error.WriteLine(request.Json
                ? JsonSerializer.Serialize(new { error })
                : $"error [{error.code}] {error.where}: {error.message}");
            return ExitCode.CheckFailed;
        }
    }

    private static IAttributor AttributorFor(string mode, TreesVectorFile file)
    {
        if (mode == "path")
        {
            return new PathDependentAttributor(file.Forest);
        }

        return file.Background.Count > 0
            ? new InterventionalAttributor(file.Forest, file.Background)
            : throw new InputRefusedException("no-background",
                "The interventional mode averages over background rows; give at least one, or use --mode path.",
                "background");
    }

    private static Explained Explain(IAttributor attributor, double[] row, bool interactions)
    {
        int width = row.Length;
        double[] phi = new double[width];
        double score = attributor.Attribute(row, phi);
        double[] matrix = new double[interactions ? width * width : 0];
        if (interactions)
        {
            attributor.Interactions(row, matrix);
        }

        return new(score, phi, matrix);
    }

    private static void Print(TreesExplainRequest request, IAttributor attributor, Explained[] rows)
    {
        if (request.Json)
        {
            Console.Out.WriteLine(Encoding.UTF8.GetString(Json(attributor, rows, request.Interactions)));
        }
        else
        {
            PrintTable(attributor, rows);
        }
    }

    private static ReadOnlySpan<byte> Json(IAttributor attributor, Explained[] rows, bool interactions)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter writer = new(buffer);
        writer.WriteStartObject();
        writer.WriteStartArray("rows");
        foreach (Explained row in rows)
        {
            writer.WriteStartObject();
            writer.WriteNumber("prediction", row.Score);
            writer.WriteNumber("expectedValue", attributor.ExpectedValue);
            writer.WritePropertyName("phi");
            WriteNumbers(writer, row.Phi);
            if (interactions)
            {
                WriteMatrix(writer, row.Matrix, row.Phi.Length);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan;
    }

    private static void WriteMatrix(Utf8JsonWriter writer, double[] matrix, int width)
    {
        writer.WriteStartArray("interactions");
        for (int i = 0; i < width; i++)
        {
            WriteNumbers(writer, matrix.AsSpan(i * width, width));
        }

        writer.WriteEndArray();
    }

    private static void WriteNumbers(Utf8JsonWriter writer, ReadOnlySpan<double> numbers)
    {
        writer.WriteStartArray();
        foreach (double number in numbers)
        {
            writer.WriteNumberValue(number);
        }

        writer.WriteEndArray();
    }

    private static void PrintTable(IAttributor attributor, Explained[] rows)
    {
        Table table = new() { Title = new TableTitle($"Contributions to the score, {attributor.Mode}") };
        table.AddColumn("row").AddColumn("feature");
        table.AddColumn(new TableColumn("contribution").RightAligned());
        for (int r = 0; r < rows.Length; r++)
        {
            string row = r.ToString(CultureInfo.InvariantCulture);
            table.AddRow(row, "(expected value)", Figure(attributor.ExpectedValue));
            foreach (FeatureAttribution part in FeatureAttribution.Pair(attributor.FeatureNames, rows[r].Phi)
                .OrderByDescending(p => Math.Abs(p.Contribution)))
            {
                table.AddRow(row, Markup.Escape(part.Name), Figure(part.Contribution));
            }

            table.AddRow(row, "(score)", Figure(rows[r].Score));
        }

        AnsiConsole.Write(table);
    }

    private static string Figure(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    private sealed record Explained(double Score, double[] Phi, double[] Matrix);
}
