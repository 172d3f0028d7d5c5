using System.Security.Claims;
using System.Text;
using LoanServicing.Platform.Data;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using NodaTime;

namespace LoanServicing.Platform.Http;

/// <summary>Tokens for one's own machine, good for 8 real hours and across a restart. Does not exist outside Development.</summary>
public sealed class DevelopmentTokens(SymmetricSecurityKey key)
{
    private const string Issuer = "loanservicing-development";
    private const string Audience = "loanservicing";
    private const string KeyFile = "development-token.key";

    public static Duration Lifetime { get; } = Duration.FromHours(8);

    public string Issue(Caller caller, Instant now) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Audience,
            IssuedAt = now.ToDateTimeUtc(),
            NotBefore = now.ToDateTimeUtc(),
            Expires = (now + Lifetime).ToDateTimeUtc(),
            Subject = new ClaimsIdentity(
            [
                new Claim("sub", caller.Subject),
                .. caller.Roles.Select(role => new Claim(Caller.RoleClaim, role)),
                .. caller.Counties.Select(county => new Claim(Caller.CountyClaim, county)),
            ]),
            SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.HmacSha256),
        });

    internal static TokenValidationParameters Validation(SymmetricSecurityKey key) => new()
    {
        ValidIssuer = Issuer,
        ValidAudience = Audience,
        IssuerSigningKey = key,
        ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
    };

    /// <summary>Whether a development host has worked on this folder: its books hold what anybody may have sent, on dates set by hand.</summary>
    internal static bool WereIssuedFrom(string dataFolder) => File.Exists(Path.Combine(dataFolder, KeyFile));

    internal static SymmetricSecurityKey LoadOrCreateKey(string dataFolder)
    {
        PrivateFiles.CreateFolder(dataFolder);
        var file = Path.Combine(dataFolder, KeyFile);
        if (File.Exists(file))
        {
            return new SymmetricSecurityKey(Convert.FromBase64String(File.ReadAllText(file)));
        }

        var key = Authentication.NewKey();
        // Readable by its owner alone, from its first byte on: whoever has the key is whoever he likes.
        DurableFile.Write(file, Encoding.ASCII.GetBytes(Convert.ToBase64String(key.Key)), mode: UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return key;
    }
}
