using System.Security.Cryptography;
using LoanServicing.Platform.Data;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.IdentityModel.Tokens;

namespace LoanServicing.Platform.Http;

/// <summary>
/// Bearer tokens: in production from the issuer that <c>Authentication:Authority</c> names; in development signed by a key of this machine.
/// </summary>
internal static class Authentication
{
    public static void AddTokens(IServiceCollection services, IConfiguration configuration, IHostEnvironment environment, string dataFolder)
    {
        services.AddSingleton(new AuthenticationSettings(configuration["Authentication:SubjectClaim"] ?? "sub"));
        var authority = configuration["Authentication:Authority"];
        if (string.IsNullOrWhiteSpace(authority) && !environment.IsDevelopment())
        {
            throw new StartupException(
                "Authentication:Authority is not set; name the issuer of the tokens, or start with DOTNET_ENVIRONMENT=Development on your own machine.");
        }

        if (authority is not null && !(Uri.TryCreate(authority, UriKind.Absolute, out var issuer) && issuer.Scheme == Uri.UriSchemeHttps))
        {
            throw new StartupException($"Authentication:Authority is '{authority}'; it must be the issuer's address and begin with https://.");
        }

        if (!environment.IsDevelopment() && DevelopmentTokens.WereIssuedFrom(dataFolder))
        {
            throw new StartupException($"{dataFolder} holds the books of a development host; name another folder with Data:Folder.");
        }

        var key = authority is null ? DevelopmentTokens.LoadOrCreateKey(dataFolder) : null;
        if (key is not null)
        {
            services.AddSingleton(new DevelopmentTokens(key));
        }

        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(options =>
        {
            options.MapInboundClaims = false;
            if (key is not null)
            {
                options.TokenValidationParameters = DevelopmentTokens.Validation(key);
            }
            else
            {
                options.Authority = authority;
                options.Audience = configuration["Authentication:Audience"] ?? "loanservicing";
            }
        });
    }

    /// <summary>A key of 256 bits that survives a restart, readable by its owner alone.</summary>
    internal static SymmetricSecurityKey NewKey() => new(RandomNumberGenerator.GetBytes(32));
}
