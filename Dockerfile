# Careline in one image: the built program, its libraries, and the two embedding models, so that it needs no download.
# `npm run image:exercise` performs these very steps without a container engine; keep to COPY, RUN, ENV and the like.

FROM node:20-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json ./
COPY scripts/build.mjs scripts/build-widget.mjs ./scripts/
COPY src ./src
COPY widget ./widget
RUN npm run build

FROM node:20-slim AS libraries
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev
# onnxruntime-node carries its native library for every platform; only Linux is run here.
RUN rm -rf node_modules/onnxruntime-node/bin/napi-v6/darwin node_modules/onnxruntime-node/bin/napi-v6/win32

FROM node:20-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 DATA_DIR=/data
WORKDIR /app
COPY --from=libraries /build/node_modules ./node_modules
COPY --from=build /build/dist ./dist
COPY package.json LICENSE NOTICE ./
COPY bin ./bin
COPY migrations ./migrations
COPY models ./models
COPY examples ./examples
# The user `node` of the base image, by number, so that an orchestrator can tell it is not root.
RUN install -d -o 1000 -g 1000 /data
USER 1000:1000
VOLUME /data
EXPOSE 8080
# Liveness only: a server that still reads its first pages is not ready, but need not be restarted.
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/healthz').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "bin/careline.mjs"]
CMD ["start"]
