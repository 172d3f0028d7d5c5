using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.OpenApi;

namespace LoanServicing.Platform.Http;

/// <summary>Describes in the OpenAPI document what a command reads from its path and its headers, which the generator does not see.</summary>
internal static partial class OpenApiParameters
{
    public static void Add(OpenApiOperation operation, ApiDescription description)
    {
        foreach (Match part in PathParts().Matches(description.RelativePath ?? ""))
        {
            Add(operation, part.Groups["name"].Value, ParameterLocation.Path, required: true, null);
        }

        if (description.ActionDescriptor.EndpointMetadata.OfType<Commands.Terms>().FirstOrDefault() is { } terms)
        {
            Add(
                operation, Commands.KeyHeader, ParameterLocation.Header, terms.KeyPolicy == KeyPolicy.Required,
                "Names this request: sent again with the same body it gets the first answer, with another body 422.");
        }
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
