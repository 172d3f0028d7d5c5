using System.Globalization;
using System.Text.RegularExpressions;
using LoanServicing.Platform.Http.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace LoanServicing.Platform.Http;

/// <summary>Describes in the OpenAPI document what a command reads from its path and its headers, which the generator does not see.</summary>
internal static partial class OpenApiParameters
{
    public static void Add(OpenApiOperation operation, ApiDescription description)
    {
        var metadata = description.ActionDescriptor.EndpointMetadata;
        foreach (Match part in PathParts().Matches(description.RelativePath ?? ""))
        {
            Add(operation, part.Groups["name"].Value, ParameterLocation.Path, required: true, null);
        }

        if (metadata.OfType<KeyTaken>().FirstOrDefault() is { } key)
        {
            Add(
                operation, Commands.KeyHeader, ParameterLocation.Header, key.Policy == KeyPolicy.Required,
                "Names this request: sent again with the same body it gets the first answer, with another body 422.");
        }

        if (metadata.OfType<VersionTaken>().Any())
        {
            Add(
                operation, HeaderNames.IfMatch, ParameterLocation.Header, required: false,
                "The ETag of what the decision is taken on, with its quotes, several separated by commas, or *: 412 when it has changed since.");
        }

        if (metadata.OfType<VersionShown>().Any())
        {
            AddAnswered(operation, HeaderNames.ETag, "The version of what is shown, as a strong entity tag; If-Match takes it.");
        }

        if (metadata.OfType<CsvShown>().Any())
        {
            AddAnswered(operation, Lists.NextCursorHeader, "In CSV, the cursor of the next page; Link has its address.");
            AddForm(operation, AcceptedTypes.Csv);
        }

        if (metadata.OfType<PageShown>().Any())
        {
            AddForm(operation, AcceptedTypes.Html);
        }
    }

    private static string Ok { get; } = StatusCodes.Status200OK.ToString(CultureInfo.InvariantCulture);

    private static void AddForm(OpenApiOperation operation, string type) =>
        ((OpenApiResponse)operation.Responses![Ok]).Content![type] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String } };

    private static void AddAnswered(OpenApiOperation operation, string name, string meaning)
    {
        var ok = (OpenApiResponse)operation.Responses![Ok];
        ok.Headers ??= new Dictionary<string, IOpenApiHeader>();
        ok.Headers[name] = new OpenApiHeader { Description = meaning, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
    }

    private static void Add(OpenApiOperation operation, string name, ParameterLocation where, bool required, string? meaning)
    {
        operation.Parameters ??= [];
        if (!operation.Parameters.Any(one => one.Name == name && one.In == where))
        {
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = name,
                In = where,
                Required = required,
                Description = meaning,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
        }
    }

    [GeneratedRegex(@"\{(?<name>[A-Za-z]+)\}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PathParts();
}
