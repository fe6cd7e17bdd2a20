using System.Text.RegularExpressions;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Dms.Predictive.Serving;

/// <summary>What the API says of itself, OpenAPI 3.1.</summary>
internal static partial class ApiDescription
{
    /// <summary>Adds parameters, keys and roles to what the framework finds.</summary>
    public static void Configure(OpenApiOptions options)
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Dms.Predictive",
                Version = "1",
                Description = "Forecast-adjusted margins with their reasons. Money, prices and quantities are decimal text; rates and probabilities are numbers; times are ISO-8601 UTC.",
            };
            document.Servers = [];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                ["key"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key; X-Api-Key works too." },
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            Describe(operation, context);
            return Task.CompletedTask;
        });
    }

    private static void Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        Access? access = context.Description.ActionDescriptor.EndpointMetadata.OfType<Access>().FirstOrDefault();
        operation.Description = $"Roles: {access?.Describe() ?? "none"}.";
        operation.Parameters ??= [];
        foreach (Match match in PathParameter().Matches(context.Description.RelativePath ?? ""))
        {
            operation.Parameters.Add(Parameter(match.Groups[1].Value, ParameterLocation.Path, required: true));
        }

        bool changes = context.Description.HttpMethod is "PUT" || context.Description.RelativePath?.Contains("commands", StringComparison.Ordinal) == true
            || context.Description.RelativePath?.EndsWith("uplift", StringComparison.Ordinal) == true
            || (context.Description.HttpMethod is "POST" && context.Description.RelativePath?.StartsWith("v1/overrides", StringComparison.Ordinal) == true);
        if (changes)
        {
            operation.Parameters.Add(Parameter("Idempotency-Key", ParameterLocation.Header, required: true));
        }
    }

    private static OpenApiParameter Parameter(string name, ParameterLocation place, bool required) =>
        new() { Name = name, In = place, Required = required, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex PathParameter();
}
